using Gatehouse.Ai.Compliance;

namespace Gatehouse.Ai.Tests.Compliance.Corpus;

/// <summary>Templates that the recognisers were tuned with. None of them shares its phrasing with <see cref="EvaluationTemplates"/>.</summary>
internal static class TuningTemplates
{
    public static readonly (DataClass Class, string Template)[] All =
    [
        (DataClass.Phi, "Patient {name}, DOB {dob}, MRN {mrn}, presents with {disease}. Currently on {drug} 20 mg daily."),
        (DataClass.Phi, "Summarize the discharge summary: {name} was admitted on {date} with {disease} and discharged on {date}."),
        (DataClass.Phi, "The patient's SSN is {ssn} and she takes {drug}."),
        (DataClass.Phi, "Draft a referral for {disease}. Call the patient at {phone} or fax {fax}."),
        (DataClass.Phi, "Pt is a {age}-year-old male with {disease}."),
        (DataClass.Phi, "Member ID {member}, Medicare {mbi}. Diagnosis: {disease}."),
        (DataClass.Phi, "Prescriber NPI: {npi}, DEA {dea}. Rx: {drug} 10 mg."),
        (DataClass.Phi, "Pacemaker serial number {serial} was implanted on {date}. The patient lives at {address}, {place}."),
        (DataClass.Phi, "My mother {name} has {disease}, what should she eat?"),
        (DataClass.Phi, "{\"patient\":{\"name\":\"{name}\",\"ssn\":\"{ssn}\",\"diagnosis\":\"E11.9\"}}"),
        (DataClass.Phi, "Send the lab results (A1c 8.2%) to {email}."),
        (DataClass.Phi, "See {url} for the biopsy."),
        (DataClass.Pii, "My name is {oddname} and my e-mail is {email}."),
        (DataClass.Pii, "Charge the card {card} for Mr. {surname}."),
        (DataClass.Pii, "Wire it to IBAN {iban}, account {account}, routing {aba}."),
        (DataClass.Pii, "Dear {oddname},\nthank you for your order. We will call you at {phone}."),
        (DataClass.Pii, "Ship to {name}, {address}, {place}."),
        (DataClass.Pii, "Passport number {passport}, driver's license {licence}."),
        (DataClass.Pii, "VIN {vin}, plate {plate}."),
        (DataClass.Pii, "Login from {ip}, device {mac}."),
        (DataClass.Pii, "NHS number {nhs}, NI number {nino}, SIN {sin}, ITIN {itin}."),
        (DataClass.Internal, "Use the key {key} to call the API."),
        (DataClass.Public, "Explain how metformin works."),
        (DataClass.Public, "Fix the bug in commit {-hash}: order {-digits} fails with 500."),
        (DataClass.Public, "The build {-version} was released at {-iso}."),
        (DataClass.Public, "Write a poem about the sea in the style of a sonnet."),
    ];
}
