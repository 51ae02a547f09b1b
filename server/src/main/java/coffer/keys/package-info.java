/// Keys: their life, their material, and what is done with them.
package coffer.keys;
