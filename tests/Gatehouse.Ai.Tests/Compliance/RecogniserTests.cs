using Gatehouse.Ai.Compliance;
using Gatehouse.Ai.Compliance.Scanning;
using Xunit;

namespace Gatehouse.Ai.Tests.Compliance;

public class RecogniserTests
{
    [Theory]
    [InlineData(nameof(EntityKind.Ssn), "SSN 219-45-6789", "219-45-6789")]
    [InlineData(nameof(EntityKind.Ssn), "number 123-45-6789 on file", "123-45-6789")]
    [InlineData(nameof(EntityKind.Ssn), "What is your social security number? 219456789", "219456789")]
    [InlineData(nameof(EntityKind.Itin), "ITIN: 912-78-1234", "912-78-1234")]
    [InlineData(nameof(EntityKind.Phone), "call (415) 555-0142 now", "(415) 555-0142")]
    [InlineData(nameof(EntityKind.Phone), "+44 20 7946 0958", "+44 20 7946 0958")]
    [InlineData(nameof(EntityKind.Phone), "phone: 4155550142", "4155550142")]
    [InlineData(nameof(EntityKind.Fax), "Fax: 415-555-0143", "415-555-0143")]
    [InlineData(nameof(EntityKind.Email), "write to jane.doe+x@example.org.", "jane.doe+x@example.org")]
    [InlineData(nameof(EntityKind.Email), "jane [at] example [dot] org", "jane [at] example [dot] org")]
    [InlineData(nameof(EntityKind.Mrn), "MRN: 4471882", "4471882")]
    [InlineData(nameof(EntityKind.Mrn), "medical record no. A-4471-88", "A-4471-88")]
    [InlineData(nameof(EntityKind.Mrn), "4471882 is her MRN", "4471882")]
    [InlineData(nameof(EntityKind.HealthPlan), "1EG4-TE5-MK73", "1EG4-TE5-MK73")]
    [InlineData(nameof(EntityKind.HealthPlan), "member ID XYZ123456789", "XYZ123456789")]
    [InlineData(nameof(EntityKind.Account), "account number 000123456", "000123456")]
    [InlineData(nameof(EntityKind.Aba), "routing number 021000021", "021000021")]
    [InlineData(nameof(EntityKind.Licence), "driver's license D1234567", "D1234567")]
    [InlineData(nameof(EntityKind.Dea), "DEA AB1234563", "AB1234563")]
    [InlineData(nameof(EntityKind.Npi), "NPI 1234567893", "1234567893")]
    [InlineData(nameof(EntityKind.Vehicle), "VIN 1M8GDM9AXKP042788", "1M8GDM9AXKP042788")]
    [InlineData(nameof(EntityKind.Vehicle), "license plate ABC-1234", "ABC-1234")]
    [InlineData(nameof(EntityKind.Device), "pacemaker serial XQ884512", "XQ884512")]
    [InlineData(nameof(EntityKind.Mrn), "MRN4471882", "4471882")]
    [InlineData(nameof(EntityKind.Device), "UDI (01)00844588003288(17)141120", "00844588003288")]
    [InlineData(nameof(EntityKind.Ip), "client 93.184.216.34 connected", "93.184.216.34")]
    [InlineData(nameof(EntityKind.Ip), "from 2a00:1450:4001:81b::200e", "2a00:1450:4001:81b::200e")]
    [InlineData(nameof(EntityKind.Mac), "00:1b:44:11:3a:b7", "00:1b:44:11:3a:b7")]
    [InlineData(nameof(EntityKind.Url), "https://www.linkedin.com/in/jane-doe-1234", "https://www.linkedin.com/in/jane-doe-1234")]
    [InlineData(nameof(EntityKind.UniqueId), "patient study participant no. 44817", "44817")]
    [InlineData(nameof(EntityKind.Card), "4539 1488 0343 6467", "4539 1488 0343 6467")]
    [InlineData(nameof(EntityKind.Card), "card 4111 1111 1111 1111", "4111 1111 1111 1111")]
    [InlineData(nameof(EntityKind.Card), "378734493671000", "378734493671000")]
    [InlineData(nameof(EntityKind.Iban), "DE89370400440532013000", "DE89370400440532013000")]
    [InlineData(nameof(EntityKind.Iban), "GB29 NWBK 6016 1331 9268 19", "GB29 NWBK 6016 1331 9268 19")]
    [InlineData(nameof(EntityKind.Passport), "passport no. C01X00T47", "C01X00T47")]
    [InlineData(nameof(EntityKind.Nhs), "943 476 5919", "943 476 5919")]
    [InlineData(nameof(EntityKind.Nino), "AB 12 34 56 C", "AB 12 34 56 C")]
    [InlineData(nameof(EntityKind.Sin), "social insurance number 046 454 286", "046 454 286")]
    [InlineData(nameof(EntityKind.Crypto), "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa", "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa")]
    [InlineData(nameof(EntityKind.Crypto), "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4", "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4")]
    [InlineData(nameof(EntityKind.Crypto), "0x52908400098527886E0F7030069857D2E4169EE7", "0x52908400098527886E0F7030069857D2E4169EE7")]
    [InlineData(nameof(EntityKind.Age), "a 93-year-old woman", "93")]
    [InlineData(nameof(EntityKind.Age), "aged 91", "91")]
    [InlineData(nameof(EntityKind.Age), "95 yo M", "95")]
    [InlineData(nameof(EntityKind.BirthDate), "DOB 03/14/1962", "03/14/1962")]
    [InlineData(nameof(EntityKind.BirthDate), "born on March 14th, 1962", "March 14th, 1962")]
    [InlineData(nameof(EntityKind.BirthDate), "date of birth: 14 Mar 1962", "14 Mar 1962")]
    [InlineData(nameof(EntityKind.Date), "admitted 2026-02-03", "2026-02-03")]
    [InlineData(nameof(EntityKind.Date), "was discharged from Mercy General Hospital on 02/03/2026", "02/03/2026")]
    [InlineData(nameof(EntityKind.Address), "221B Baker Street", "221B Baker Street")]
    [InlineData(nameof(EntityKind.Address), "4500 N. Elm Ave.", "4500 N. Elm Ave")]
    [InlineData(nameof(EntityKind.Address), "P.O. Box 4471", "O. Box 4471")]
    [InlineData(nameof(EntityKind.Geography), "Springfield, IL 62704", "Springfield, IL 62704")]
    [InlineData(nameof(EntityKind.Geography), "ZIP code 62704-1234", "62704-1234")]
    [InlineData(nameof(EntityKind.Geography), "she lives in Chattanooga", "Chattanooga")]
    [InlineData(nameof(EntityKind.Name), "Mr. Thistlewood called", "Thistlewood")]
    [InlineData(nameof(EntityKind.Name), "Patient: Xochitl Quispe", "Xochitl Quispe")]
    [InlineData(nameof(EntityKind.Name), "my name is Zbigniew", "Zbigniew")]
    [InlineData(nameof(EntityKind.Name), "ask Maria K. Lopez about it", "Maria K. Lopez")]
    [InlineData(nameof(EntityKind.Name), "SMITH, JOHN", "SMITH, JOHN")]
    [InlineData(nameof(EntityKind.Name), "john smith sent it", "john smith")]
    [InlineData(nameof(EntityKind.Name), "Siobhan O'Brien-Walsh", "Siobhan O'Brien-Walsh")]
    [InlineData(nameof(EntityKind.Name), "José García", "José García")]
    [InlineData(nameof(EntityKind.Name), "patientName: \"Wei Zhang\"", "Wei Zhang")]
    [InlineData(nameof(EntityKind.Name), "for Jane Doe today", "Jane Doe")]
    [InlineData(nameof(EntityKind.Name), "Signed: Zbigniew Quispe\nPlace: Springfield", "Zbigniew Quispe")]
    [InlineData(nameof(EntityKind.Name), "Kim, Robert - follow-up", "Kim, Robert")]
    [InlineData(nameof(EntityKind.Name), "Smith-Jones, Maria - follow-up", "Smith-Jones, Maria")]
    [InlineData(nameof(EntityKind.Name), "O'Brien, John - follow-up", "O'Brien, John")]
    [InlineData(nameof(EntityKind.Name), "name;ssn;city\nQuispe;219-45-6789;Oslo", "Quispe")]
    [InlineData(nameof(EntityKind.Mrn), "mrn,visit,room\n100,2026-01-02,5\n4471882,2026-01-02,7", "4471882")]
    public void Identifier_is_recognised_where_it_stands(string kind, string text, string value)
    {
        using var scan = new TextScanner(Policies.Standard, TimeProvider.System).Begin();
        scan.Add(FieldKind.User, text);
        scan.Classify();

        var hits = string.Join("; ", scan.Detections.Select(d => $"{d.Kind} '{text.Substring(d.Start, d.Length)}' {d.Score}"));
        Assert.True(scan.Detections.Any(d => d.Kind.ToString() == kind && text.Substring(d.Start, d.Length) == value), $"wanted {kind} '{value}', found {hits}");
    }

    [Theory]
    [InlineData("sk-", 40)]
    [InlineData("ghp_", 36)]
    [InlineData("AKIA", 16)]
    [InlineData("xoxb-", 40)]
    [InlineData("password: ", 14)]
    [InlineData("Authorization: Bearer ", 32)]
    [InlineData("postgres://app:", 12)]
    public void Secret_is_recognised(string prefix, int length)
    {
        // Put together here, so that no scanner of repositories takes the table for a leak.
        var value = string.Concat(Enumerable.Range(0, length).Select(i => "A7kQ2mX9"[i % 8]));
        using var scan = new TextScanner(Policies.Standard, TimeProvider.System).Begin();
        scan.Add(FieldKind.User, $"use {prefix}{value}{(prefix.Contains("://", StringComparison.Ordinal) ? "@db.internal/x" : "")} there");

        Assert.Equal(DataClass.Internal, scan.Classify().Class);
        Assert.True(scan.Classify().Counts[EntityKind.Secret] > 0);
    }

    [Fact]
    public void Private_key_is_recognised_as_a_whole()
    {
        var text = "-----BEGIN " + "RSA PRIVATE KEY-----\nMIIEow\n-----END " + "RSA PRIVATE KEY-----";
        using var scan = new TextScanner(Policies.Standard, TimeProvider.System).Begin();
        scan.Add(FieldKind.User, text);
        scan.Classify();

        Assert.Contains(scan.Detections, d => d.Kind == EntityKind.Secret && d.Start == 0 && d.Length == text.Length);
    }

    [Theory]
    [InlineData("The patient was diagnosed with type 2 diabetes.", true)]
    [InlineData("ICD-10: E11.9", true)]
    [InlineData("dx J45", true)]
    [InlineData("metformin 500 mg bid", true)]
    [InlineData("A1c of 8.2%", true)]
    [InlineData("NDC 0002-8215-01", true)]
    [InlineData("the doctor did a blood test for the infection", true)]
    [InlineData("I have tendinitis and thrombocytopenia", true)]
    [InlineData("please be patient with the build", false)]
    [InlineData("p99.9 latency, F16.2 jets and B12.5 of the plan", false)]
    [InlineData("run the tests, then test again and test", false)]
    [InlineData("temperature 0.7 for the model", false)]
    [InlineData("academia and anatomy of a taxonomy, dichotomy", false)]
    public void Health_context_is_seen(string text, bool expected)
    {
        using var scan = new TextScanner(Policies.Standard, TimeProvider.System).Begin();
        scan.Add(FieldKind.User, text);

        Assert.Equal(expected, scan.Classify().HasHealthContext);
    }
}
