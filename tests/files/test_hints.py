from airshield.files import nearest

MANY = [f"word{i}" for i in range(50)]


def test_a_near_word_is_named_and_few_words_are_listed():
    assert nearest("rada", ["radar", "threat"]) == 'did you mean "radar"?'
    assert nearest("zzz", ["threat", "radar"]) == "known: radar, threat"


def test_many_words_are_left_to_the_command_that_lists_them():
    assert nearest("zzz", MANY, "airshield catalogue") == "see `airshield catalogue`"


def test_no_command_is_named_that_does_not_list_them():
    assert nearest("zzz", MANY) == "none of the 50 known ones is like it"
