/** A deep copy, since a substring keeps the whole original text in memory. @param fact JSON */
export function ownCopy<Fact>(fact: Fact): Fact {
  const copy: Fact = JSON.parse(JSON.stringify(fact));
  return copy;
}
