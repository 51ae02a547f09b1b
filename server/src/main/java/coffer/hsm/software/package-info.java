/// The built-in software HSM: a token in a file, keys in the memory of this process. It runs the
/// whole life of a cluster on a machine without an HSM, and it is not one: who reads this process's
/// memory, or has the file and a PIN, has the keys.
///
/// `SoftwareHsmProvider` opens, `TokenVault` is an opened file (`TokenImage` its layout,
/// `TokenContent` what is sealed in it), `SoftwareHsm` is the member, and the engines do the
/// mathematics.
package coffer.hsm.software;
