/// The words of the field: records, enums and ids, without behaviour that needs anything else.
package coffer.model;
