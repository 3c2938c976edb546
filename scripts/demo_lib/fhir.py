"""Which transaction a FHIR resource becomes, and what may be said of it outside its attachment:
identifiers stay in the ledger for ever, so subjects are pseudonyms."""

import hashlib
import hmac
import json
import re

# A real application keeps this key secret; with it a subject's pseudonym can be computed again.
PSEUDONYM_KEY = b"demo"
OUTCOMES = {"0": "success", "4": "minor_failure", "8": "serious_failure", "12": "major_failure"}
IDENTIFIER_MAX = 128


def pseudonym(reference):
    return "p-" + hmac.new(PSEUDONYM_KEY, reference.encode(), hashlib.sha256).hexdigest()[:24]


def identifier(text):
    """Visible ASCII without spaces, as identifiers of the ledger are."""
    cleaned = re.sub(r"[^!-~]+", "-", text or "").strip("-")
    return cleaned[:IDENTIFIER_MAX] or "unknown"


def codings(concept):
    return [coding.get("code") for coding in (concept or {}).get("coding", [])]


def is_permit(consent):
    """A grant only if the document permits and takes nothing back: an opt-in whose root rule
    neither denies nor narrows, or whose nested rules all permit. Everything else is a refusal, at
    least in part, and never becomes a grant (consent-example-notOrg is a deny, Out an opt-out)."""
    provision = consent.get("provision", {})
    nested = [rule.get("type") for rule in provision.get("provision", [])]
    if "OPTIN" not in codings(consent.get("policyRule")) or provision.get("type") == "deny":
        return False
    if nested:
        return all(kind == "permit" for kind in nested)
    return set(provision) <= {"period"}


def consent_transaction(consent):
    subject = pseudonym(consent.get("patient", {}).get("reference", "unknown"))
    organisations = consent.get("organization", [{}])
    grantee = identifier(organisations[0].get("reference") or organisations[0].get("display"))
    data = {"subject": subject, "grantee": grantee, "purpose": "treatment", "document": 0}
    return ("consent.grant" if is_permit(consent) else "consent.revoke"), data


def audit_transaction(event):
    agent = event.get("agent", [{}])[0]
    who = agent.get("who", {})
    actor = who.get("reference") or who.get("identifier", {}).get("value") or agent.get("altId")
    observer = event.get("source", {}).get("observer", {})
    data = {
        "type": identifier(event.get("type", {}).get("code")),
        "source": identifier(observer.get("reference") or observer.get("display")
                             or observer.get("identifier", {}).get("value")),
        "actor": identifier(actor),
        "outcome": OUTCOMES.get(event.get("outcome", "0"), "success"),
        "detail": 0,
    }
    return "audit.append", data


def record_transaction(resource):
    data = {"collection": identifier(resource["resourceType"].lower()),
            "id": identifier(resource.get("id")), "attachment": 0}
    reference = resource.get("subject", resource.get("patient", {})) or {}
    if isinstance(reference, dict) and reference.get("reference"):
        data["subject"] = pseudonym(reference["reference"])
    return "record.put", data


def transaction(resource):
    """(op, data, attachment): the resource itself is always the attachment."""
    content = json.dumps(resource, separators=(",", ":"), ensure_ascii=False).encode()
    make = {"AuditEvent": audit_transaction, "Consent": consent_transaction}.get(
        resource["resourceType"], record_transaction)
    op, data = make(resource)
    return op, data, content
