/// The SPI of HSMs, at the level of operations: no slot, session, object handle or `CKR_` code is
/// known here. `Hsm` is what keys need, `HsmMember` what a cluster needs besides, `HsmProvider` how
/// one is found. Every driver passes `HsmContract`.
package coffer.hsm;
