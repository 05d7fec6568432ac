// A keyword for ajv: legal names of an array that are the same but for capitals.
module.exports = (ajv) =>
  ajv.addKeyword({
    keyword: "distinctLegalNames",
    type: "array",
    schemaType: "boolean",
    errors: false,
    validate: (_, vendors) => {
      const names = vendors.map((vendor) => vendor.legal_name?.toLowerCase()).filter(Boolean);
      return new Set(names).size === names.length;
    },
  });
