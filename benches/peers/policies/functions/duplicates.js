// A function for Spectral: legal names that are the same but for capitals.
export default (vendors) => {
  const seen = new Set();
  const results = [];
  vendors.forEach((vendor, index) => {
    const name = vendor.legal_name?.toLowerCase();
    if (name && seen.has(name)) {
      results.push({ message: "duplicate legal name", path: ["subprocessors", index, "legal_name"] });
    }
    seen.add(name);
  });
  return results;
};
