#!/usr/bin/env bash
# The cluster owner's side, with plain openssl: a CA, and the certificate of a cluster.
#
#   owner-ca.sh create DIR                         makes the owner's CA in DIR (do this offline, keep DIR safe)
#   owner-ca.sh sign DIR CLUSTER_CSR CERTIFICATE   signs what `coffer des get-cluster` shows as ClusterCsr
#   owner-ca.sh show DIR                           prints the CA certificate: the security domain certificate
#
# OWNER_CA_SUBJECT names the CA ("/CN=HSM cluster owner" by default), OWNER_CA_DAYS and OWNER_CLUSTER_DAYS say how long the
# certificates are good (ten years by default). openssl asks for a passphrase for the key; OWNER_CA_PASSPHRASE_FILE
# gives it from a file.
set -euo pipefail
umask 077

usage() {
  sed -n '2,12p' "$0" | sed 's/^# \{0,1\}//' >&2
  exit 2
}

pass_out=()
pass_in=()
if [ -n "${OWNER_CA_PASSPHRASE_FILE:-}" ]; then
  pass_out=(-pass "file:$OWNER_CA_PASSPHRASE_FILE")
  pass_in=(-passin "file:$OWNER_CA_PASSPHRASE_FILE")
fi

create() {
  local dir=$1
  mkdir -p "$dir"
  [ ! -e "$dir/ca-key.pem" ] || { echo "$dir has a CA already" >&2; exit 1; }
  openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -aes256 "${pass_out[@]}" -out "$dir/ca-key.pem.new"
  openssl req -x509 -new -sha256 -key "$dir/ca-key.pem.new" "${pass_in[@]}" -days "${OWNER_CA_DAYS:-3652}" \
    -subj "${OWNER_CA_SUBJECT:-/CN=HSM cluster owner}" \
    -addext basicConstraints=critical,CA:TRUE -addext keyUsage=critical,keyCertSign,cRLSign -out "$dir/ca.pem"
  mv "$dir/ca-key.pem.new" "$dir/ca-key.pem"
  echo "The owner's CA is $dir/ca.pem; its key is $dir/ca-key.pem, encrypted under your passphrase."
}

# As a CA with path length 0: the master's key signs the certificates of the other HSMs.
sign() {
  local dir=$1 csr=$2 out=$3
  openssl req -in "$csr" -noout -verify
  openssl req -in "$csr" -noout -subject
  openssl x509 -req -sha256 -in "$csr" -CA "$dir/ca.pem" -CAkey "$dir/ca-key.pem" "${pass_in[@]}" \
    -set_serial "0x$(openssl rand -hex 15)" -days "${OWNER_CLUSTER_DAYS:-3652}" -out "$out" \
    -extfile <(printf '%s\n' basicConstraints=critical,CA:TRUE,pathlen:0 keyUsage=critical,digitalSignature,keyCertSign)
  openssl verify -CAfile "$dir/ca.pem" "$out"
}

case "${1:-}" in
  create) [ $# -eq 2 ] || usage; create "$2" ;;
  sign) [ $# -eq 4 ] || usage; sign "$2" "$3" "$4" ;;
  show) [ $# -eq 2 ] || usage; cat "$2/ca.pem" ;;
  *) usage ;;
esac
