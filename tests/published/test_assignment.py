"""The bundled worked example is the published one: case B02 says what it must give."""

from cases import packaged

import airshield as ash


def test_the_bundled_example_holds_the_numbers_of_the_case():
    """Weapon target assignment, the encyclopaedia's example: five tanks, two aircraft, one ship."""
    read = ash.plan.load_assignment(packaged("B02").row[0].given["file"])
    assert [target.value for target in read.target] == [5, 10, 20]
    assert [one.rounds for one in read.weapon] == [5, 2, 1]
    assert [list(one.kill_probability) for one in read.weapon] == [
        [0.3, 0.2, 0.5],
        [0.1, 0.6, 0.5],
        [0.4, 0.5, 0.4],
    ]
