// Say which view is open: the part of the address after the hash.

export function go(to: string): void {
  location.hash = `#/${to}`;
}

export function parse(hash: string): [string, string, string] {
  const [view = "", name = "", more = ""] = hash.replace(/^#\/?/, "").split("/");
  return [view || "scenarios", decodeURIComponent(name), decodeURIComponent(more)];
}
