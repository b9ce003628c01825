// @vitest-environment jsdom
import { beforeEach, describe, expect, it, vi } from "vitest";
import { become, field, HANDLERS, h, option, patch } from "../src/dom";

let place: HTMLElement;
const find = <T extends HTMLElement>(id: string) => document.getElementById(id) as T;
const type = (input: HTMLInputElement, value: string) => {
  input.focus();
  input.value = value;
  input.dispatchEvent(new Event("input", { bubbles: true }));
};
const leave = (input: HTMLInputElement) => {
  input.dispatchEvent(new Event("change", { bubbles: true }));
  input.blur();
};

beforeEach(() => {
  place = h("div");
  document.body.replaceChildren(place);
});

describe("patch", () => {
  it("keeps the nodes and the focus, and hands on the words and the handlers", () => {
    const [first, second] = [vi.fn(), vi.fn()];
    patch(place, h("p", {}, "one"), h("button", { id: "go", onclick: first }, "Go"));
    const button = find("go");
    button.focus();
    patch(place, h("p", {}, "two"), h("button", { id: "go", onclick: second }, "Go on"));
    expect(find("go")).toBe(button);
    expect(document.activeElement).toBe(button);
    expect(place.textContent).toBe("twoGo on");
    button.click();
    expect([first.mock.calls.length, second.mock.calls.length]).toEqual([0, 1]);
    patch(place, h("p", {}, "three"), h("button", { id: "go" }, "Go"));
    button.click();
    expect(second).toHaveBeenCalledTimes(1);
  });

  it("leaves what is being typed, and shows the value of the draft after it was handed over", () => {
    const show = (value: string) => patch(place, field("n", "N", h("input", { value })));
    show("4");
    const input = find<HTMLInputElement>("n");
    type(input, "40");
    input.setSelectionRange(1, 1);
    show("4");
    expect(find("n")).toBe(input);
    expect([input.value, input.selectionStart]).toEqual(["40", 1]);
    leave(input);
    show("7");
    expect(input.value).toBe("7");
  });

  it("shows what became of a value already while its change is handled", () => {
    const show = (value: string) => {
      const onchange = () => show("2");
      patch(place, h("input", { id: "n", value, onchange }));
    };
    show("1");
    const input = find<HTMLInputElement>("n");
    type(input, "1.6");
    leave(input);
    expect(input.value).toBe("2");
  });

  it("forgets typing that was taken back before the field was left", () => {
    const show = (value: string) => patch(place, h("input", { id: "n", value }));
    show("4");
    const input = find<HTMLInputElement>("n");
    type(input, "4");
    input.blur();
    show("3");
    expect(input.value).toBe("3");
  });

  it("sets selects and checkboxes as the draft has them, the user's choice or not", () => {
    const show = (chosen: string, checked: boolean) =>
      patch(
        place,
        h("select", { id: "s" }, ...["a", "b"].map((one) => option(one, one, one === chosen))),
        h("input", { id: "c", type: "checkbox", checked }),
      );
    show("a", true);
    const [select, box] = [find<HTMLSelectElement>("s"), find<HTMLInputElement>("c")];
    select.value = "b";
    box.click();
    show("a", true);
    expect([select.value, box.checked]).toEqual(["a", true]);
    show("b", false);
    expect([select.value, box.checked]).toEqual(["b", false]);
    expect([find("s"), find("c")]).toEqual([select, box]);
  });

  it("puts a part in between without touching what follows", () => {
    const show = (more: boolean) =>
      patch(
        place,
        h("div", { id: "form" }, more ? h("p", {}, "form") : null),
        h("h3", { id: "head" }, "Raid"),
        field("n", "N", h("input", { value: "1" })),
      );
    show(false);
    const input = find("n");
    input.focus();
    show(true);
    expect([find("n"), document.activeElement]).toEqual([input, input]);
    show(false);
    expect(place.textContent).toBe("RaidN");
    expect(find("n")).toBe(input);
  });

  it("leaves a part with a life of its own alone, wherever it stands", () => {
    const own = h("div", { id: "own" }, h("input", { id: "in-own", value: "1" }));
    patch(place, own, h("p", {}, "after"));
    find<HTMLInputElement>("in-own").value = "2";
    patch(place, h("p", {}, "before"), own, h("p", {}, "after"));
    expect(place.children[1]).toBe(own);
    expect(find<HTMLInputElement>("in-own").value).toBe("2");
    const nameless = h("div");
    patch(place, nameless);
    expect(() => patch(place, nameless)).toThrow("needs an id");
  });

  it("keeps open what the user has opened", () => {
    const show = (words: string) => patch(place, h("details", { id: "d" }, h("p", {}, words)));
    show("one");
    find<HTMLDetailsElement>("d").open = true;
    show("two");
    expect([find<HTMLDetailsElement>("d").open, place.textContent]).toEqual([true, "two"]);
  });
});

it("one element becomes another, and stays", () => {
  const shown = h("button", { class: "a", "aria-pressed": "false" }, h("img", { src: "data:,1" }));
  place.append(shown);
  const image = shown.firstChild;
  become(shown, h("button", { class: "b", "aria-pressed": "true" }, h("img", { src: "data:,2" })));
  expect(place.firstChild).toBe(shown);
  expect([shown.className, shown.getAttribute("aria-pressed")]).toEqual(["b", "true"]);
  expect(shown.firstChild).toBe(image);
});

it("every handler that a view gives is one that is carried over", () => {
  const texts: Record<string, string> = import.meta.glob("../src/*.ts", {
    query: "?raw",
    import: "default",
    eager: true,
  });
  const given = Object.values(texts).flatMap((text) => text.match(/\bon[a-z]{4,}(?=: )/g) ?? []);
  expect(given.length).toBeGreaterThan(10);
  expect([...new Set(given)].filter((name) => !HANDLERS.some((one) => one === name))).toEqual([]);
});
