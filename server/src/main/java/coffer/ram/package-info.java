/// Users of the account, how they prove who they are, and what policies let them do.
package coffer.ram;
