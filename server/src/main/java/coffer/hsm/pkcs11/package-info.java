/// The driver of PKCS #11 modules, over java.lang.foreign. Read in this order: `Downcall` and
/// `Cryptoki` (the binding), `Session` (calls by name), `LoadedModule` and `ModuleRegistry`, `Lane`
/// and `Lanes` (threads), `TokenLink` and `Epoch` (login and recovery), `Pkcs11Member` (the SPI).
///
/// Slots, sessions, object handles and `CKR_` codes do not leave this package.
package coffer.hsm.pkcs11;
