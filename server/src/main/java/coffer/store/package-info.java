/// The SPI of the store: what the service remembers, whatever database remembers it.
package coffer.store;
