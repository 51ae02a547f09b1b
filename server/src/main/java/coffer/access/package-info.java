/// Who may reach an instance: access points, policies, network rules and client keys.
package coffer.access;
