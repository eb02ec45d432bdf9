#!/usr/bin/env python3
"""Checks the evidence for money that was paid (`sanviec evidence export …`) without anything of Sàn Việc.

    python3 verify_evidence.py FILE [--key HEX]

FILE    the evidence
--key   public key of the exchange, known from elsewhere (`sanviec audit heads` prints it); without it the key in the
        file is believed, and whoever wrote the whole file anew is not found out

Names each thing that is changed, missing, added or swapped: a fact, a document, a kept file, a policy, a placement, a
claim, a journal, an attempt to pay, a list, a file of the bank, an audit row, a line of the file. Ends with 0 when all
is good, 1 when something is wrong, 2 when the file cannot be read. Needs Python 3.8 and nothing else.

What it shows: the facts that a claim read are those whose hash it holds; the claim, with its policy, day, state of
knowledge, outcome, amount, what was answered of other sources, whom it is for and who prepared it, is the one that was
written into the audit chain when it was prepared, at its centre, and stands where its last step left it; nobody
approved what they prepared or entered facts of, and where three people are needed there were three; the person of a
claim that stands is kept from being claimed for again; every journal sums to zero and stands in the chain, and none
that stands there is missing; every attempt to pay has the claim, list, name, amount and state that the chain says, and
every list the attempts and the total; every list that was sent has, as keyed marks, the accounts that the chain says,
which are those that were saved last where that is in the file; a fact that came by a file names the file that was kept
and its row; a placement is what the chain says that it was from its beginning, its funding task, where it had none
then, what the chain says was chosen once, before anything was claimed; and it keeps the policy that the chain says was
kept last, and its outcome is said to follow from that one and from all facts that are here; a document, a kept file or
a file of the bank whose bytes were erased at the end of its term is named as erased, and the chain says when; the
chain runs without a gap from the first row about any of these to its signed end. Attempts and lists that were last
moved before the chain spoke of them are counted as not bound. That an outcome follows from the facts can be had from
`sanviec evidence case`, which writes what `sanviec rule evaluate` reads.
"""

import argparse
import hashlib
import json
import os
import re
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from verify_audit import PLATFORM, commitment, head_signed, parts, signed_by  # noqa: E402

# Rows about a claim that make or move an attempt to pay it.
ATTEMPT_STEPS = (
    "claim_batch",
    "claim_take_out",
    "claim_send",
    "claim_bank_paid",
    "claim_bank_bounced",
    "claim_bank_disputes",
    "claim_bank_returned",
    "claim_settle_dispute",
)
# Rows that say who prepared a claim: once, and anew after everything was given back.
PREPARED = ("claim_prepare", "claim_prepare_again")
# Where a claim stands: what its steps write, in the order in which it is bound.
STANDS = (
    "state",
    "place",
    "second_by",
    "batch_id",
    "proposed_by",
    "again_by",
    "contested_why",
    "contested_by",
    "paid_dong",
    "returned_dong",
    "is_open",
    "is_live",
    "paid_on",
    "payout_dong",
    "asked_dong",
    "asked_parts",
    "came_dong",
    "asked_on",
    "again_dong",
    "again_parts",
    "contested_dong",
)
# What an attempt is from its first day on, in rows.
ATTEMPT_FIXED = ("id", "batch", "code", "dong")
# Rows about a list that make or move it.
LIST_STEPS = ("make_batch", "take_out_claim", "send_batch", "import_bank_result")
# Microseconds of a day, and of the hours that Viet Nam is ahead of UTC.
DAY, AHEAD = 86400 * 1000000, 7 * 3600 * 1000000
# What no step changes, and of it what only the taking off of a claim does. "fixed" stands for what nothing changes.
LIST_FIXED = ("year", "serial", "claims", "dong", "attempts", "fixed")


def word(data):
    """A hash as audit rows keep it: a letter and 31 bytes."""
    return "h" + hashlib.sha256(data).hexdigest()[:62]


def unhex(text):
    return None if text is None else bytes.fromhex(text)


def is_marked(kept, text, salt):
    """Whether a value of an audit row is this text: codes stand as they are, of other texts a mark is kept."""
    mark = "~" + hashlib.sha256(unhex(salt) + text.encode()).hexdigest()[:24] if salt and text is not None else None
    return kept == text or (kept is not None and kept == mark)


def placement_hash(placement, version=2):
    """As it is bound; or as it was before whose it is was (1)."""
    return word(
        parts(
            "sanviec placement %d" % version,
            placement["id"],
            placement["centre_id"],
            placement["employer_code"],
            placement["placed_on"],
            placement["origin"],
            placement["programme"],
            placement["province"],
            placement["task"],
            *([placement.get("profile_id")] if version > 1 else []),
        )
    )


def fact_hash(placement, fact, version=3):
    """As it is bound; or as it was before the days that it is looked up by were (2), and before files were kept (1)."""
    named = [fact.get("file_id")] if version > 1 else []
    if version > 2:
        named += [fact.get("true_from"), fact.get("true_through")]
    return word(
        parts(
            "sanviec fact %d" % version,
            fact["id"],
            placement["id"],
            fact["kind"],
            fact["body"],
            fact["recorded_at"],
            fact["source"],
            fact["entered_by"],
            fact["channel"],
            unhex(fact["document_hash"]),
            fact["reference"],
            *named,
        )
    )


def file_hash(kept):
    return word(
        parts(
            "sanviec file 1",
            kept["id"],
            kept["centre_id"],
            kept["source"],
            kept["media"],
            kept["size"],
            unhex(kept["hash"]),
        )
    )


def verdicts_hash(kept, run):
    said = []
    for row in kept["rows"]:
        if row["run"] == run:
            said += [row["run"], row["line"], row["verdict"]]
    return word(parts("sanviec verdicts 1", kept["id"], *said))


def document_hash(placement, paper, version=2):
    """As it is bound; or as it was before its kind, and who sent it when, were (1)."""
    if version == 1:
        return word(parts("sanviec document 1", paper["id"], placement["id"], paper["size"], unhex(paper["hash"])))
    return word(
        parts(
            "sanviec document 2",
            paper["id"],
            placement["id"],
            paper.get("media"),
            paper["size"],
            unhex(paper["hash"]),
            paper.get("entered_by"),
            paper.get("created_at"),
        )
    )


def bank_result_hash(result):
    return word(
        parts(
            "sanviec bank result 1",
            result["id"],
            result["batch_id"],
            result["format"],
            result["size"],
            unhex(result["hash"]),
        )
    )


def reading_hash(claim, prepared_by):
    """As it is bound, by who prepared it first."""
    return word(
        parts(
            "sanviec claim 3",
            claim["id"],
            claim["placement_id"],
            claim["profile_id"],
            claim["person"],
            prepared_by,
            claim["programme"],
            claim["task"],
            claim["groups"],
            claim["budget_year"],
            unhex(claim["policy_hash"]),
            claim["today"],
            claim["known_at"],
            unhex(claim["facts_hash"]),
            claim["outcome"],
            claim["dong"],
            claim["needs_third"],
            claim["instalments_max"],
            claim["is_flagged"],
            claim["elsewhere_known"],
            claim["elsewhere_from"],
            claim["elsewhere_through"],
        )
    )


def life_hash(claim):
    """Where it stands."""
    return word(parts("sanviec life 1", claim["id"], *[claim["stands"][field] for field in STANDS]))


def reading_hash_before(claim):
    """As it was bound before it said whom it is for (2), and before it spoke of other sources (1)."""
    names = ("elsewhere_known", "elsewhere_from", "elsewhere_through")
    elsewhere = [claim.get(name) for name in names]
    is_asked = any(one is not None for one in elsewhere)
    return word(
        parts(
            "sanviec claim 2" if is_asked else "sanviec claim 1",
            claim["id"],
            claim["placement_id"],
            claim["programme"],
            claim["task"],
            claim["groups"],
            claim["budget_year"],
            unhex(claim["policy_hash"]),
            claim["today"],
            claim["known_at"],
            unhex(claim["facts_hash"]),
            claim["outcome"],
            claim["dong"],
            *(elsewhere if is_asked else []),
        )
    )


def journal_hash(journal):
    lines = []
    for line in journal["lines"]:
        lines += [line["account"], line["dong"]]
    return word(
        parts(
            "sanviec journal 1",
            journal["id"],
            journal["claim_id"],
            journal["centre_id"],
            journal["programme"],
            journal["occasion"],
            journal["payout_id"],
            journal["on_day"],
            journal["actor"],
            journal["at"],
            *lines,
        )
    )


def payout_hash(payout):
    return word(
        parts(
            "sanviec payout 1",
            payout["id"],
            payout["claim_id"],
            payout["batch_id"],
            payout["attempt"],
            payout["code"],
            payout["dong"],
            payout["state"],
            payout["is_open"],
            payout["result_on"],
            payout["result_by"],
            payout["disputed_at"],
            payout["disputed_by"],
            payout["disputed_on"],
        )
    )


def attempts_hash(batch):
    said = []
    for row in sorted((one["code"], one["claim_id"], str(one["dong"])) for one in batch["attempts"]):
        said += row
    return word(parts("sanviec attempts 1", batch["id"], *said))


def batch_hash(batch):
    return word(
        parts(
            "sanviec list 1",
            batch["id"],
            batch["centre_id"],
            batch["year"],
            batch["serial"],
            batch["state"],
            batch["programme"],
            batch["task"],
            batch["budget_year"],
            batch["made_by"],
            batch["claims"],
            batch["dong"],
            batch["pay_on"],
            batch["sent_at"],
            batch["sent_by"],
        )
    )


def link_hash(before, link):
    row = link["row"]
    text = parts(
        "sanviec audit link 1",
        before,
        link["chain"],
        link["seq"],
        link["linked_at"],
        row["id"],
        row["at"],
        row["actor"],
        row["role"],
        row["action"],
        row["entity"],
        row["entity_id"],
        row["request_id"],
        unhex(link["commitment"]),
    )
    return hashlib.sha256(text).digest()


class Evidence:
    def __init__(self):
        self.head, self.end = None, None
        self.policies, self.placements, self.claims, self.files = {}, {}, {}, {}
        self.journals, self.payouts, self.batches, self.results = {}, {}, {}, {}
        self.chains, self.links, self.heads = {}, {}, {}
        # Who did what to a thing, with the values after it and the place in the chain.
        self.acts = {}
        # In which chain an action stands for the first time, by the thing that it was done to.
        self.places = {}
        # What the chain says last of the policy that a placement keeps, with the salt of that row.
        self.kept = {}
        # Attempts and lists that the chain speaks of, and those from before it did.
        self.bound, self.open = {"payout": 0, "batch": 0}, {"payout": 0, "batch": 0}
        self.faults, self.notes = [], []

    def note(self, what, name, why):
        """Something to know that is no fault."""
        self.notes.append((what, name, why))

    def fault(self, what, name, why):
        self.faults.append((what, name, why))

    def keep(self, store, what, key, value):
        if key in store:
            self.fault(what, key, "added")
        store[key] = value

    def take(self, value):
        if "policy" in value:
            self.keep(self.policies, "policy", value["policy"]["hash"], value["policy"])
        elif "placement" in value:
            self.keep(self.placements, "placement", value["placement"]["id"], value["placement"])
        elif "claim" in value:
            self.keep(self.claims, "claim", value["claim"]["id"], value["claim"])
        elif "file" in value:
            self.keep(self.files, "file", value["file"]["id"], value["file"])
        elif "journal" in value:
            self.keep(self.journals, "journal", value["journal"]["id"], value["journal"])
        elif "payout" in value:
            self.keep(self.payouts, "payout", value["payout"]["id"], value["payout"])
        elif "batch" in value:
            self.keep(self.batches, "batch", value["batch"]["id"], value["batch"])
        elif "bank_result" in value:
            self.keep(self.results, "bank result", value["bank_result"]["id"], value["bank_result"])
        elif "chain" in value:
            self.keep(self.chains, "chain", value["chain"]["id"], value["chain"])
        elif "link" in value:
            self.links.setdefault(value["link"]["chain"], []).append(value["link"])
        elif "head" in value:
            self.keep(self.heads, "head", value["head"]["chain"], value["head"])
        else:
            raise ValueError("a line is of no known kind")


def name_of(value):
    """What a line is about, for people."""
    for kind in ("policy", "placement", "file", "claim", "journal", "payout", "batch", "chain", "head"):
        if kind in value:
            inner = value[kind]
            return kind, str(inner.get("id") or inner.get("hash") or inner.get("chain"))
    if "bank_result" in value:
        return "bank result", str(value["bank_result"].get("id"))
    if "link" in value:
        return "audit row", str(value["link"]["audit_id"])
    return "line", "first"


def check_list(found, lines, key):
    """The signed list of lines: names each line that is changed, missing, added or swapped."""
    end = found.end
    stated = end["lines"]
    text = "".join(stated)
    signed = parts("sanviec evidence 1", end["end"], hashlib.sha256(text.encode()).digest())
    if len(stated) != end["end"] or not signed_by(key, signed, bytes.fromhex(end["signature"])):
        found.fault("list of lines", "end", "changed")
    hashes = [hashlib.sha256(line).hexdigest() for line in lines]
    if hashes == stated:
        return
    known, there = set(stated), set(hashes)
    for place, (line, digest) in enumerate(zip(lines, hashes), 1):
        if digest in known:
            continue
        try:
            kind, name = name_of(json.loads(line))
        except (ValueError, KeyError, AttributeError, TypeError):
            kind, name = "line", str(place)
        at_place = place <= len(stated) and stated[place - 1] not in there
        found.fault(kind, name, "changed" if at_place else "added")
    for place, digest in enumerate(stated, 1):
        if digest not in there and not (place <= len(hashes) and hashes[place - 1] not in known):
            found.fault("line", str(place), "missing")
    if there == known:
        for place, (mine, theirs) in enumerate(zip(hashes, stated), 1):
            if mine != theirs:
                found.fault("line", str(place), "swapped")
                break
        if len(hashes) > len(stated):
            found.fault("line", str(len(stated) + 1), "added twice")


def check_chains(found, key):
    """Every link from the first row about something here to the signed end; the values of what is here by entity."""
    said = {}
    for name in sorted(set(found.links) | set(found.chains) | set(found.heads)):
        chain, head = found.chains.get(name), found.heads.get(name)
        if chain is None or head is None:
            found.fault("chain", name, "missing")
            continue
        if not signed_by(key, head_signed(head), bytes.fromhex(head["signature"])):
            found.fault("head", name, "changed")
        last, seq = bytes.fromhex(chain["before"]), chain["from"] - 1
        for link in found.links.get(name, []):
            row, place = link["row"], "%s place %s" % (name, link["seq"])
            if row is None:
                found.fault("audit row", place, "missing")
                break
            if link["seq"] != seq + 1:
                found.fault("audit row", "%s place %d" % (name, seq + 1), "missing")
                break
            last, seq = link_hash(last, link), seq + 1
            is_here = (row["centre_id"] or PLATFORM) == name
            if last.hex() != link["hash"] or row["id"] != link["audit_id"] or not is_here:
                found.fault("audit row", place, "changed")
                break
            if "salt" in row:
                if row["salt"] is None:
                    # Values are forgotten of people alone, and people are not in here.
                    if row["before"] is not None or row["after"] is not None:
                        found.fault("audit row", place, "values changed")
                    elif link["commitment"] is not None:
                        found.fault("audit row", place, "values taken away")
                elif commitment(row).hex() != link["commitment"]:
                    found.fault("audit row", place, "values changed")
                    continue
                values = json.loads(row["after"]) if row["after"] else {}
                said.setdefault(row["entity_id"], []).append((row["action"], values))
                found.acts.setdefault(row["entity_id"], []).append((row["action"], row["actor"], values, link["seq"]))
                if row["action"] == "keep_policy":
                    found.kept[row["entity_id"]] = (values, row["salt"])
                found.places.setdefault((row["entity_id"], row["action"]), name)
        else:
            if head["seq"] != seq or head["hash"] != last.hex():
                found.fault("audit row", "%s place %d" % (name, seq + 1), "missing")
    return said


def check_policies(found):
    for digest, policy in found.policies.items():
        if hashlib.sha256(policy["file"].encode()).hexdigest() != digest:
            found.fault("policy", policy["name"] + " " + policy["version"], "changed")
        for word_of in ("name", "version"):
            stated = re.search(r"(?m)^%s *= *[\"']([^\"']*)[\"']" % word_of, policy["file"])
            if stated is None or stated.group(1) != policy[word_of]:
                found.fault("policy", policy["name"] + " " + policy["version"], "its %s is not its file's" % word_of)


def check_placement(found, placement, said):
    """Each fact and document stands in the chain, none that stands there is missing, and documents are whole."""
    if not any(action == "create_placement" for action, _ in said):
        # Without it somebody could have made the chain here begin later than it does.
        found.fault("audit row", "the first one of placement " + placement["id"], "missing")
    bound = [values.get("hash") for action, values in said if action == "append_fact"]
    for fact in placement["facts"]:
        before = fact_hash(placement, fact, 1)
        digest = next((one for one in (fact_hash(placement, fact, way) for way in (3, 2)) if one in bound), None)
        if digest is not None:
            bound.remove(digest)
            check_origin(found, placement, fact)
        elif before in bound and fact.get("file_id") is None:
            # Bound by a hash that says nothing of files: written before they were kept, and by nothing since.
            bound.remove(before)
            if fact["channel"] == "file":
                found.note("fact", fact["id"], "no file kept (recorded before files were kept)")
        else:
            found.fault("fact", fact["id"], "changed or added")
        body = json.loads(fact["body"])
        if body.get("kind") != fact["kind"] or body.get("source") != fact["source"]:
            found.fault("fact", fact["id"], "changed")
    for digest in bound:
        found.fault("fact", "%s of placement %s" % (digest, placement["id"]), "missing")
    bound = [values.get("hash") for action, values in said if action == "attach_document"]
    for paper in placement["documents"]:
        digest = next((one for one in (document_hash(placement, paper, way) for way in (2, 1)) if one in bound), None)
        if digest is not None:
            bound.remove(digest)
        else:
            found.fault("document", paper["id"], "changed or added")
        # Of one that was erased: whether its bytes and its name are gone.
        if not paper["is_whole"]:
            found.fault("document", paper["id"], "changed")
        digest = document_hash(placement, paper)
        told = [values for action, values in said if action == "erase_document" and values.get("hash") == digest]
        check_erased(found, "document", paper, told)
    for digest in bound:
        found.fault("document", "%s of placement %s" % (digest, placement["id"]), "missing")


def check_erased(found, what, one, told):
    """A document or file whose bytes went is named as erased, and the chain says when; none went without such a row."""
    on = one.get("erased_at")
    if on is None and not told:
        return
    if on is None:
        found.fault(what, one["id"], "the chain says that it was erased, and it is said to be there")
    elif not told:
        found.fault(what, one["id"], "missing: said to be erased, and the chain does not say so")
    elif [values.get("at") for values in told] != [on]:
        found.fault(what, one["id"], "changed: it was erased at another time than is said")
    elif one["is_whole"]:
        found.note(what, one["id"], "erased at the end of its term; its hash stands in the chain")


def check_beginning(found, placement, said):
    """A placement is what the chain says it was from its beginning; a funding task that it had none of is chosen once."""
    name = placement["id"]
    bound = [values.get("hash") for action, values in said if action == "create_placement"]
    chosen = [values.get("hash") for action, values in said if action == "choose_task"]
    began = dict(placement, task="") if chosen else placement
    # Files of before do not say whose it is, so what is bound with that cannot be held against them.
    ways = (2, 1) if "profile_id" in placement else (1,)
    if bound and all(digest is None for digest in bound):
        found.note("placement", name, "not bound, but for its facts (made before the chain said what it is)")
    elif bound and bound not in [[placement_hash(began, way)] for way in ways]:
        found.fault("placement", name, "it is not what the chain says that it was from its beginning")
    elif len(ways) > 1 and bound == [placement_hash(began, 1)]:
        found.note("placement", name, "whose it is is not bound (made before the chain said so)")
    if chosen and (chosen not in [[placement_hash(placement, way)] for way in ways] or not placement["task"]):
        found.fault("placement", name, "it is not what the chain says that it was when its funding task was chosen")


def check_kept(found, placement):
    """A placement keeps the policy that the chain says was kept last; its file is here."""
    name, kept = placement["id"], placement["policy"]
    values, salt = found.kept.get(name, (None, None))
    if values is None or kept is None:
        if values is not None:
            found.fault("placement", name, "it keeps no policy, and the chain says that it keeps one")
        if kept is not None:
            found.fault("placement", name, "it keeps a policy, and the chain does not say so")
        return
    for field, told in (("name", "policy"), ("version", "version"), ("hash", "hash")):
        if not is_marked(values.get(told), kept[field], salt):
            why = "the %s of the policy that it keeps is %s, which is not what the chain says" % (field, kept[field])
            found.fault("placement", name, why)
    if kept["hash"] not in found.policies:
        found.fault("policy", str(kept["hash"]), "missing")


def check_outcome(found, placement):
    """The outcome is said of this placement, as of when the file was written, by its policy, from all of its facts."""
    name, kept, read = placement["id"], placement["policy"], placement["outcome"]
    if read is None:
        # No policy is expected of it yet, so there is nothing to judge by.
        if kept is not None:
            found.fault("placement", name, "it keeps a policy and has no outcome")
        return
    if read["outcome"] is None:
        found.fault("placement", name, "its outcome cannot be derived: a fact or its policy cannot be read")
        return
    if kept is not None and read["policy_hash"] != kept["hash"]:
        found.fault("placement", name, "its outcome is by another policy than it keeps")
    if read["policy_hash"] not in found.policies:
        found.fault("policy", str(read["policy_hash"]), "missing")
    if read["facts_hash"] != facts_hash(placement, read["known_at"]):
        found.fault("placement", name, "its outcome is not from the facts that are here")
    latest = max([found.head["exported_at"]] + [fact["recorded_at"] for fact in placement["facts"]])
    if read["known_at"] < latest:
        found.fault("placement", name, "its outcome leaves out what was known when the file was written")
    if read["today"] != (found.head["exported_at"] + AHEAD) // DAY:
        found.fault("placement", name, "its outcome is of another day than the file")
    if json.loads(read["outcome"]).get("id") != placement["code"]:
        found.fault("placement", name, "its outcome is that of another one")


def check_origin(found, placement, fact):
    """A fact that came by a file names one that is here, of its centre and source, with the hash it rests on."""
    name = fact.get("file_id")
    if (fact["channel"] == "file") != (name is not None):
        found.fault("fact", fact["id"], "it names no file, or should not")
    if name is None:
        return
    kept = found.files.get(name)
    if kept is None:
        found.fault("file", name, "missing")
        return
    theirs = (kept["centre_id"], kept["source"], kept["hash"])
    if theirs != (placement["centre_id"], fact["source"], fact["document_hash"]):
        found.fault("file", name, "swapped: it is not the one that fact %s was taken from" % fact["id"])
    lines = {str(row["line"]) for row in kept["rows"]}
    # A sending that was cut off leaves facts and no verdicts.
    if lines and fact["reference"] not in lines and (fact["reference"] or "").isdigit():
        found.fault("file", name, "its row %s is missing" % fact["reference"])


def check_file(found, kept, said):
    """A kept file stands in the chain, is whole or erased, and its rows were told what the chain says."""
    name, digest = kept["id"], file_hash(kept)
    bound = [values.get("hash") for action, values in said if action == "keep_file"]
    if bound != [digest]:
        found.fault("file", name, "changed" if bound else "added")
    # Of one that was erased: whether its bytes are gone.
    if not kept["is_whole"]:
        found.fault("file", name, "changed")
    told = [values for action, values in said if action == "erase_file" and values.get("hash") == digest]
    check_erased(found, "file", kept, told)
    facts = [fact for placement in found.placements.values() for fact in placement["facts"]]
    if not any(fact.get("file_id") == name for fact in facts):
        found.fault("file", name, "added: no fact names it")
    runs = {values.get("run"): values.get("hash") for action, values in said if action == "take_file"}
    for run in sorted(set(runs) | {row["run"] for row in kept["rows"]}):
        if run not in runs:
            found.fault("file", name, "verdicts of its sending %s are added" % run)
        elif runs[run] != verdicts_hash(kept, run):
            there = any(row["run"] == run for row in kept["rows"])
            found.fault("file", name, "verdicts of its sending %s are %s" % (run, "changed" if there else "missing"))
    if not runs:
        found.note("file", name, "no verdicts: its sending was cut off or said nothing of its rows")


def facts_hash(placement, known_at):
    # The head as the exchange writes it: keys in its own order, no blanks.
    employer = json.dumps(placement["employer_code"], ensure_ascii=False)
    text = '{"id":"%s","employer":%s,"placed_on":"%s"}\n' % (placement["code"], employer, placement["placed_on"])
    facts = [fact for fact in placement["facts"] if fact["recorded_at"] <= known_at]
    facts.sort(key=lambda fact: (fact["recorded_at"], fact["id"]))
    return hashlib.sha256((text + "".join(fact["body"] + "\n" for fact in facts)).encode()).hexdigest()


def check_claim(found, claim, said):
    name = claim["id"]
    readings = [values.get("reading") for action, values in said if action == "claim_prepare"]
    acts = found.acts.get(name, [])
    preparers = [actor for action, actor, _, _ in acts if action in PREPARED]
    says_whose = found.head["version"] > 5
    if readings == [reading_hash_before(claim)]:
        if says_whose:
            found.note("claim", name, "whom it is for is not bound (prepared before the chain said so)")
    elif not says_whose or not preparers or readings != [reading_hash(claim, preparers[0])]:
        found.fault("claim", name, "changed" if readings else "added")
    if says_whose:
        check_held(found, claim, said)
        if preparers and claim["prepared_by"] != preparers[-1]:
            why = "its prepared_by is %s and the chain says %s" % (claim["prepared_by"], preparers[-1])
            found.fault("claim", name, why)
    check_people(found, claim, acts)
    if found.places.get((name, "claim_prepare"), claim["centre_id"]) != claim["centre_id"]:
        found.fault("claim", name, "its centre_id is %s, and another centre prepared it" % claim["centre_id"])
    placement = found.placements.get(claim["placement_id"])
    if placement is None:
        found.fault("placement", claim["placement_id"], "missing")
    else:
        if facts_hash(placement, claim["known_at"]) != claim["facts_hash"]:
            found.fault("claim", name, "its facts are not those that were read")
        # A task is chosen before anything is claimed. Files of before are of placements whose task nobody chose later.
        if found.head["version"] > 4 and claim["task"] != placement["task"]:
            found.fault("claim", name, "its funding task is not that of its placement")
    if claim["policy_hash"] not in found.policies:
        found.fault("policy", claim["policy_hash"], "missing")
    states = [values["state"] for _, values in said if "state" in values]
    if states and states[-1] != claim["state"]:
        found.fault("claim", name, "its state is not the one in the chain")
    contests = [values.get("contested_dong") for _, values in said if "state" in values]
    if contests and claim.get("contested_dong") != contests[-1]:
        found.fault("claim", name, "what of it is to come back whatever the facts say is not what the chain says")
    check_approval(found, claim, said)
    # Files of before do not say it.
    if found.head["version"] > 6:
        check_life(found, claim, said)
    booked = [digest for _, values in said for digest in values.get("journals", [])]
    balances = {}
    for journal in found.journals.values():
        if journal["claim_id"] != name:
            continue
        digest = journal_hash(journal)
        if digest in booked:
            booked.remove(digest)
        else:
            found.fault("journal", journal["id"], "changed or added")
        if sum(line["dong"] for line in journal["lines"]) != 0 or len(journal["lines"]) < 2:
            found.fault("journal", journal["id"], "does not sum to zero")
        if [line["line"] for line in journal["lines"]] != list(range(1, len(journal["lines"]) + 1)):
            found.fault("journal", journal["id"], "its lines are not numbered from 1")
        if journal.get("count", len(journal["lines"])) != len(journal["lines"]):
            found.fault("journal", journal["id"], "it does not have as many lines as it says")
        for line in journal["lines"]:
            balances[line["account"]] = balances.get(line["account"], 0) + line["dong"]
    for digest in booked:
        found.fault("journal", "%s of claim %s" % (digest, name), "missing")
    if claim["held_dong"] != -balances.get("bank", 0) or not 0 <= claim["held_dong"] <= claim["dong"]:
        found.fault("claim", name, "what it holds is not what was booked")
    booked = [(journal["occasion"], journal["payout_id"]) for journal in found.journals.values()]
    for payout in found.payouts.values():
        if payout["claim_id"] != name:
            continue
        # Brought back, and paid after all, it is booked twice. Brought back while it was asked back, it is booked as
        # given back, as far as the centre held it: the chain says so.
        paid, back = booked.count(("paid", payout["id"])), booked.count(("brought_back", payout["id"]))
        back += settled_as_given(said, payout["attempt"])
        stands = {"paid": paid == back + 1, "brought_back": paid == back > 0}
        if not stands.get(payout["state"], paid == back == 0):
            found.fault("payout", payout["id"], "its state is not what was booked")
    check_payouts(found, name, said)


def settled_as_given(said, attempt):
    """How often the money of an attempt that the bank brought back was counted as given back."""
    rows = [values for action, values in said if action == "claim_settle_dispute"]
    return sum(1 for one in rows if one.get("outcome") == "given_back" and one.get("attempt") == attempt)


def attempts_said(found, claim, said):
    """What the chain says last of each attempt to pay a claim, by its number; None of one that it leaves open."""
    told = {}
    for action, values in said:
        if action not in ATTEMPT_STEPS:
            continue
        if action == "claim_batch":
            told[len(told) + 1] = None
        one = values.get("payout")
        if one is None:
            # Written before rows spoke of attempts: which one it moved is not said.
            told = dict.fromkeys(told)
            continue
        before = told.get(one["attempt"])
        for field in ATTEMPT_FIXED if before else ():
            if one[field] != before[field]:
                why = "its %s was changed from %s to %s before %s" % (field, before[field], one[field], action)
                found.fault("payout", "%s of claim %s" % (one["id"], claim), why)
        told[one["attempt"]] = one
    return told


def check_payouts(found, claim, said):
    """Each attempt to pay a claim is the one that the chain says, none is added and none is missing."""
    told, seen = attempts_said(found, claim, said), set()
    for payout in found.payouts.values():
        if payout["claim_id"] != claim:
            continue
        name, number = "%s of claim %s" % (payout["id"], claim), payout["attempt"]
        if number not in told or number in seen:
            found.fault("payout", name, "added, or moved here from another claim")
            continue
        seen.add(number)
        one = told[number]
        if one is None:
            found.open["payout"] += 1
            continue
        found.bound["payout"] += 1
        is_named = False
        for field, is_now in (
            ("id", payout["id"]),
            ("batch", payout["batch_id"]),
            ("code", payout["code"].lower()),
            ("dong", payout["dong"]),
            ("state", payout["state"]),
        ):
            if is_now != one[field]:
                is_named = True
                found.fault("payout", name, "its %s is %s and the chain says %s" % (field, is_now, one[field]))
        if not is_named and payout_hash(payout) != one["hash"]:
            found.fault("payout", name, "changed")
    for number in sorted(set(told) - seen):
        found.fault("payout", "attempt %d of claim %s" % (number, claim), "missing, or moved to another claim")


def check_held(found, claim, said):
    """While a claim stands for its person, the person is kept from being claimed for again.

    What was paid for beside another claim, as the chain says, is held by that one."""
    states = [values for _, values in said if "state" in values]
    if states and states[-1].get("is_double"):
        return
    is_over = claim["state"] in ("withdrawn", "refused")
    is_free = claim["state"] in ("recovered", "reconsidered") and claim["held_dong"] == 0
    if claim["is_held"] is False or (claim["is_held"] is None and not is_over and not is_free):
        why = "it stands for its person, and no lock keeps the person from being claimed for again"
        found.fault("claim", claim["id"], why)


def check_people(found, claim, acts):
    """Nobody approved what they prepared, also before another prepared it anew, or as the second and the third, or had
    entered a fact of what they approved.

    That a program entered a fact with a key of whoever approved is not in the file."""
    name, placement = claim["id"], found.placements.get(claim["placement_id"])
    facts = placement["facts"] if placement else []
    preparers, second = set(), None
    for action, actor, values, _ in acts:
        if action in PREPARED:
            preparers.add(actor)
            second = None
        if action not in ("claim_approve", "claim_approve_again"):
            continue
        events, known = values.get("events", []), values.get("approved_known_at")
        if actor in preparers:
            found.fault("claim", name, "%s approved it and had prepared it" % actor)
        if any(known is not None and fact["recorded_at"] <= known and fact["entered_by"] == actor for fact in facts):
            found.fault("claim", name, "%s approved it and had entered a fact that it rests on" % actor)
        if "seconded" in events:
            second = actor
        elif "approved" in events and claim.get("needs_third"):
            if second is None:
                found.fault("claim", name, "%s alone approved it, and it needs a third person" % actor)
            elif second == actor:
                found.fault("claim", name, "%s approved it as the second and as the third person" % actor)


def check_approval(found, claim, said):
    """What was known when it was approved is changed by whoever approves and by nobody else."""
    last = None
    for action, values in said:
        if "approved_known_at" not in values:
            continue
        now = values["approved_known_at"]
        # Claims that were approved before this was kept have it from a migration, which stands in no row.
        if action not in ("claim_approve", "claim_approve_again") and last is not None and now != last:
            found.fault("claim", claim["id"], "what was known at its approval was changed before %s" % action)
        last = now
    if last is not None and claim.get("approved_known_at", last) != last:
        found.fault("claim", claim["id"], "what was known at its approval is not what the chain says")


def check_life(found, claim, said):
    """A claim stands where its last step left it, and each step began where the one before had ended."""
    name, stands, last = claim["id"], claim["stands"], None
    for action, values in said:
        if "state" not in values:
            continue
        # Rows from before this was said say neither.
        if last is not None and values.get("life_before", last) != last:
            found.fault("claim", name, "where it stood was changed before %s" % action)
        last = values.get("life")
    if last is None:
        found.note("claim", name, "of where it stands only the state is bound (last moved before the chain said more)")
    elif last != life_hash(claim):
        found.fault("claim", name, "it does not stand where the chain says")
    for field in ("state", "contested_dong"):
        if stands[field] != claim[field]:
            found.fault("claim", name, "its %s is said twice, and not the same" % field)
    if claim["held_dong"] != stands["paid_dong"] - stands["returned_dong"]:
        found.fault("claim", name, "what it holds is not what was paid and not given back")
    if claim["payouts"] != sum(1 for payout in found.payouts.values() if payout["claim_id"] == name):
        found.fault("claim", name, "it does not have as many attempts to pay as it says")


def check_batch(found, batch, said):
    """A list is the one that the chain says, with the attempts that it says, and they make its total."""
    name, told = batch["id"], None
    # Of a list that nothing is on, files of before have no chain.
    has_chain = said or found.head["version"] > 2
    if has_chain and found.places.get((name, "make_batch")) != batch["centre_id"]:
        found.fault("batch", name, "no row of its centre says that it was made")
    for action, values in said:
        if action not in LIST_STEPS:
            continue
        now = values.get("list")
        for field in LIST_FIXED if told and now else ():
            if action == "take_out_claim" and field in ("claims", "dong", "attempts"):
                continue
            if field in now and field in told and now[field] != told[field]:
                why = "its %s was changed from %s to %s before %s" % (field, told[field], now[field], action)
                found.fault("batch", name, why)
        told = now
    if told is None:
        found.open["batch"] += 1
        return
    found.bound["batch"] += 1
    is_named = False
    for field in ("year", "serial", "state", "claims", "dong"):
        if batch[field] != told[field]:
            is_named = True
            found.fault("batch", name, "its %s is %s and the chain says %s" % (field, batch[field], told[field]))
    if not is_named and batch_hash(batch) != told["hash"]:
        found.fault("batch", name, "changed")
    attempts = batch["attempts"]
    if attempts_hash(batch) != told["attempts"]:
        found.fault("batch", name, "its attempts are not those that the chain says")
    if len(attempts) != batch["claims"] or sum(one["dong"] for one in attempts) != batch["dong"]:
        found.fault("batch", name, "its total is not that of its attempts")


def check_accounts(found, batch):
    """A list was sent to the accounts that the chain says, which are those that were saved last, by somebody else."""
    name, rows = batch["id"], found.acts.get(batch["id"], [])
    sent = [(actor, values.get("list") or {}, seq) for action, actor, values, seq in rows if action == "send_batch"]
    if not sent:
        if batch["accounts"] is not None:
            found.fault("batch", name, "it names accounts, and the chain does not say that it was sent")
        return
    actor, told, seq = sent[-1]
    told, now = told.get("accounts"), batch["accounts"] or {}
    if told is None:
        found.note("batch", name, "the accounts that it was sent to are not bound (sent before the chain said so)")
        return
    if any(now.get(field) != told[field] for field in ("payer", "payee", "head")):
        found.fault("batch", name, "the accounts that it was sent to are not those that the chain says")
    if told["payee_by"] == actor:
        found.fault("batch", name, "%s sent it and had written the account that is paid" % actor)
    kept = found.acts.get(batch["centre_id"], [])
    saved = [values for action, _, values, at in kept if action == "save_paying" and at < seq]
    last = saved[-1] if saved and "payee" in saved[-1] else told
    if any(last[field] != told[field] for field in ("payer", "payee", "payee_by")):
        found.fault("batch", name, "the accounts that it was sent to are not those that were saved last")


def check_bank_results(found, batch, said):
    """Each file of the bank stands in the chain and is whole; none that stands there is missing."""
    bound = [values["file"] for action, values in said if action == "import_bank_result" and "file" in values]
    for result in found.results.values():
        if result["batch_id"] != batch:
            continue
        digest = bank_result_hash(result)
        told = [values for action, values in said if action == "erase_bank_result" and values.get("file") == digest]
        check_erased(found, "bank result", result, told)
        if result["size"] is None:
            # It came before files were kept; one that was kept and is said not to have been is missing below.
            continue
        if digest in bound:
            bound.remove(digest)
        else:
            found.fault("bank result", result["id"], "changed or added")
        # Of one that was erased: whether its bytes and the bank's words beside its rows are gone.
        if not result["is_whole"]:
            found.fault("bank result", result["id"], "changed")
    for digest in bound:
        found.fault("bank result", "%s of batch %s" % (digest, batch), "missing")


def check(path, key):
    with open(path, "rb") as file:
        lines = file.read().split(b"\n")
    if lines[-1] == b"":
        lines.pop()
    found = Evidence()
    found.head, found.end = json.loads(lines[0]), json.loads(lines[-1])
    if found.head.get("format") != "sanviec-evidence" or found.head.get("version") not in (1, 2, 3, 4, 5, 6, 7):
        raise ValueError("%s is no evidence, or of another version" % path)
    if "lines" not in found.end:
        raise ValueError("%s is cut short" % path)
    inside = bytes.fromhex(found.head["public_key"])
    if key is not None and key != inside:
        found.fault("public key", inside.hex(), "not the one given")
    key = key or inside
    check_list(found, lines[:-1], key)
    for place, line in enumerate(lines[1:-1], 2):
        try:
            found.take(json.loads(line))
        except (ValueError, KeyError, TypeError, AttributeError):
            found.fault("line", str(place), "cannot be read")
    try:
        check_things(found, key)
    except (ValueError, KeyError, TypeError, AttributeError, IndexError):
        # What is not of the right form was named above; what hangs on it cannot be looked at.
        if not found.faults:
            raise
    facts = sum(len(placement["facts"]) for placement in found.placements.values())
    print(
        "%d placements with %d facts, %d files, %d claims, %d journals, %d audit rows"
        % (
            len(found.placements),
            facts,
            len(found.files),
            len(found.claims),
            len(found.journals),
            sum(map(len, found.links.values())),
        )
    )
    print(
        "%d attempts to pay and %d lists bound by the chain" % (found.bound["payout"], found.bound["batch"])
        + "; not bound, last moved before the chain spoke of them: %d attempts, %d lists"
        % (found.open["payout"], found.open["batch"])
    )
    for what, name, why in found.notes:
        print("note: %s %s: %s" % (what, name, why))
    for what, name, why in found.faults:
        print("BAD: %s %s: %s" % (what, name, why))
    print("public key " + key.hex())
    return 1 if found.faults else 0


def check_things(found, key):
    """Everything that the lines are about, each bound by what stands in the chain."""
    for kind, store in (("placement", found.placements), ("claim", found.claims), ("batch", found.batches)):
        stated = set(found.head[kind + "s" if kind != "batch" else "batches"])
        for name in sorted(stated - set(store)):
            found.fault(kind, name, "missing")
        for name in sorted(set(store) - stated):
            found.fault(kind, name, "added")
    said = check_chains(found, key)
    check_policies(found)
    for name, placement in sorted(found.placements.items()):
        check_placement(found, placement, said.get(name, []))
        # Files of before say nothing of these.
        if found.head["version"] > 3:
            check_beginning(found, placement, said.get(name, []))
            check_kept(found, placement)
            check_outcome(found, placement)
    for name, kept in sorted(found.files.items()):
        check_file(found, kept, said.get(name, []))
    for name, claim in sorted(found.claims.items()):
        check_claim(found, claim, said.get(name, []))
    for journal in found.journals.values():
        if journal["claim_id"] not in found.claims:
            found.fault("journal", journal["id"], "added")
    for payout in found.payouts.values():
        if payout["claim_id"] not in found.claims:
            found.fault("payout", payout["id"], "added")
    for name, batch in sorted(found.batches.items()):
        check_batch(found, batch, said.get(name, []))
        # Files of before say nothing of these.
        if found.head["version"] > 5:
            check_accounts(found, batch)
        check_bank_results(found, name, said.get(name, []))
    for result in found.results.values():
        if result["batch_id"] not in found.batches:
            found.fault("bank result", result["id"], "added")
    if found.head["scope"] == "batch":
        for name, batch in found.batches.items():
            mine = [one for one in found.payouts.values() if one["batch_id"] == name and one["state"] != "dropped"]
            if name in found.head["batches"] and len(found.head["batches"]) == 1:
                if len(mine) != batch["claims"] or sum(one["dong"] for one in mine) != batch["dong"]:
                    found.fault("batch", name, "its total is not that of its payouts")


def main():
    parser = argparse.ArgumentParser(description="Checks the evidence for money that Sàn Việc paid.")
    parser.add_argument("file")
    parser.add_argument("--key", type=bytes.fromhex, default=None)
    asked = parser.parse_args()
    try:
        return check(asked.file, asked.key)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
        print("cannot be read: %r" % error, file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())
