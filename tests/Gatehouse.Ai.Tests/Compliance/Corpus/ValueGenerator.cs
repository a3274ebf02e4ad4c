using System.Globalization;
using Gatehouse.Ai.Compliance;
using Gatehouse.Ai.Compliance.Recognisers;

namespace Gatehouse.Ai.Tests.Compliance.Corpus;

/// <summary>Made-up values with true check digits. Names come half from no list that the recognisers have.</summary>
internal sealed class ValueGenerator(Random random)
{
    private static readonly string[] Given = ["Robert", "Maria", "Aisha", "Wei", "Priya", "Carlos", "Emily", "David", "Fatima", "John", "Linda", "Kenji", "Olga", "Pierre", "Sarah", "Michael"];
    private static readonly string[] Family = ["Johnson", "Garcia", "Nguyen", "Patel", "Kim", "O'Brien", "Kowalski", "Okafor", "Müller", "Smith-Jones", "Hernandez", "Chen", "Rossi", "Fernandez", "Walsh"];
    private static readonly string[] OddGiven = ["Zbigniew", "Thandiwe", "Oisin", "Ragnhild", "Xochitl", "Bahadur", "Ljubica", "Ikaika"];
    private static readonly string[] OddFamily = ["Brzęczyszczyk", "Quispe", "Tuilagi", "Haraldsson", "Mbatha", "Xhaka", "Vlahovic", "Keahole"];
    private static readonly string[] Streets = ["Main St", "Elm Avenue", "N Oak Blvd", "Willow Creek Road", "Maple Lane", "W 42nd St", "Sunset Drive"];
    private static readonly string[] Places = ["Springfield, IL", "Boise, ID", "Austin, TX", "Portland, OR", "Albany, NY", "Tulsa, OK"];
    private static readonly string[] Diseases = ["type 2 diabetes", "hypertension", "breast cancer", "asthma", "COPD", "rheumatoid arthritis", "major depression", "HIV", "hepatitis C", "pneumonia", "epilepsy", "pancreatitis"];
    private static readonly string[] Drugs = ["metformin", "lisinopril", "atorvastatin", "sertraline", "warfarin", "insulin glargine", "gabapentin", "amoxicillin", "apixaban", "empagliflozin"];
    private static readonly string[] Months = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];

    public (EntityKind Kind, string Value) Next(string name) => name switch
    {
        "name" => (EntityKind.Name, $"{Pick(Given)} {Pick(Family)}"),
        "oddname" => (EntityKind.Name, $"{Pick(OddGiven)} {Pick(OddFamily)}"),
        "lastfirst" => (EntityKind.Name, $"{Pick(Family)}, {Pick(Given)}"),
        "surname" => (EntityKind.Name, random.Next(2) == 0 ? Pick(Family) : Pick(OddFamily)),
        "given" => (EntityKind.Name, Pick(Given)),
        "address" => (EntityKind.Address, $"{random.Next(1, 9999)} {Pick(Streets)}"),
        "place" => (EntityKind.Geography, $"{Pick(Places)} {Digits(5, first: 1)}"),
        "zip" => (EntityKind.Geography, Digits(5, first: 1)),
        "dob" => (EntityKind.BirthDate, Date(1935, 2015)),
        "date" => (EntityKind.Date, Date(2019, 2026)),
        "age" => (EntityKind.Age, random.Next(90, 106).ToString(CultureInfo.InvariantCulture)),
        "phone" => (EntityKind.Phone, Phone()),
        "phone10" => (EntityKind.Phone, $"{random.Next(2, 10)}{Digits(2)}{random.Next(2, 10)}{Digits(6)}"),
        "intphone" => (EntityKind.Phone, $"+{Pick(["44 20", "49 30", "33 1", "91 98"])} {Digits(4, 1)} {Digits(4)}"),
        "fax" => (EntityKind.Fax, Phone()),
        "email" => (EntityKind.Email, $"{Pick(Given).ToLowerInvariant()}.{Pick(OddGiven).ToLowerInvariant()}{random.Next(100)}@{Pick(["example.com", "mail.example.org", "gmail.com", "clinic.example.net"])}"),
        "ssn" => (EntityKind.Ssn, Ssn()),
        "ssn9" => (EntityKind.Ssn, Ssn().Replace("-", "", StringComparison.Ordinal)),
        "itin" => (EntityKind.Itin, $"9{Digits(2)}-{random.Next(70, 89)}-{Digits(4)}"),
        "mrn" => (EntityKind.Mrn, random.Next(3) switch { 0 => Digits(7, 1), 1 => $"{Digits(3, 1)}-{Digits(2)}-{Digits(3)}", _ => $"H{Digits(8)}" }),
        "mbi" => (EntityKind.HealthPlan, Mbi()),
        "member" => (EntityKind.HealthPlan, $"{Letters(3)}{Digits(9, 1)}"),
        "account" => (EntityKind.Account, Digits(random.Next(8, 13), 1)),
        "licence" => (EntityKind.Licence, $"{Letters(1)}{Digits(7)}"),
        "dea" => (EntityKind.Dea, Dea()),
        "npi" => (EntityKind.Npi, WithCheck("1" + Digits(8), 10, d => Checksums.Npi(d))),
        "vin" => (EntityKind.Vehicle, Vin()),
        "plate" => (EntityKind.Vehicle, $"{Letters(3)}-{Digits(4)}"),
        "serial" => (EntityKind.Device, $"{Letters(2)}{Digits(6)}"),
        "url" => (EntityKind.Url, $"https://portal.example.org/patients/{Digits(6)}"),
        "ip" => (EntityKind.Ip, $"{random.Next(60, 100)}.{random.Next(20, 250)}.{random.Next(1, 250)}.{random.Next(1, 250)}"),
        "mac" => (EntityKind.Mac, string.Join(':', Enumerable.Range(0, 6).Select(_ => random.Next(256).ToString("x2", CultureInfo.InvariantCulture)))),
        "uid" => (EntityKind.UniqueId, Digits(8, 1)),
        "card" => (EntityKind.Card, Card()),
        "iban" => (EntityKind.Iban, Iban()),
        "aba" => (EntityKind.Aba, WithCheck("0" + Digits(7, 1), 9, d => Checksums.Aba(d))),
        "passport" => (EntityKind.Passport, Digits(9, 1)),
        "nhs" => (EntityKind.Nhs, Spaced(WithCheck("9" + Digits(8), 10, d => Checksums.Nhs(d)))),
        "nino" => (EntityKind.Nino, $"AB {Digits(2)} {Digits(2)} {Digits(2)} C"),
        "sin" => (EntityKind.Sin, Spaced(WithCheck("4" + Digits(7), 9, d => Checksums.Luhn(d)))),
        "eth" => (EntityKind.Crypto, "0x" + string.Concat(Enumerable.Range(0, 40).Select(_ => "0123456789abcdef"[random.Next(16)]))),
        "key" => (EntityKind.Secret, "sk-" + string.Concat(Enumerable.Range(0, 40).Select(i => "abcdefghijkmnpqrstuvwxyzABCDEFGH23456789"[i % 5 == 0 ? random.Next(32, 40) : random.Next(40)]))),
        "disease" => (EntityKind.None, Pick(Diseases)),
        "drug" => (EntityKind.None, Pick(Drugs)),
        "digits" => (EntityKind.None, Digits(random.Next(5, 12), 1)),
        "hash" => (EntityKind.None, string.Concat(Enumerable.Range(0, 40).Select(_ => "0123456789abcdef"[random.Next(16)]))),
        "uuid" => (EntityKind.None, new Guid(Enumerable.Range(0, 16).Select(_ => (byte)random.Next(256)).ToArray()).ToString()),
        "unix" => (EntityKind.None, random.NextInt64(1_600_000_000, 1_799_999_999).ToString(CultureInfo.InvariantCulture)),
        "unixms" => (EntityKind.None, random.NextInt64(1_600_000_000_000, 1_799_999_999_999).ToString(CultureInfo.InvariantCulture)),
        "version" => (EntityKind.None, $"{random.Next(9)}.{random.Next(30)}.{random.Next(30)}"),
        "price" => (EntityKind.None, $"{random.Next(1, 9)},{Digits(3)},{Digits(3)}.{Digits(2)}"),
        "isbn" => (EntityKind.None, $"978-0-{Digits(3)}-{Digits(5)}-{Digits(1)}"),
        "iso" => (EntityKind.None, $"{random.Next(2019, 2027)}-0{random.Next(1, 9)}-1{random.Next(9)}T0{random.Next(9)}:{random.Next(10, 59)}:{random.Next(10, 59)}Z"),
        "latlon" => (EntityKind.None, $"{random.Next(20, 60)}.{Digits(6)}, -{random.Next(60, 120)}.{Digits(6)}"),
        "docip" => (EntityKind.None, Pick(["192.0.2.", "198.51.100.", "203.0.113.", "10.20.30.", "192.168.1.", "127.0.0."]) + random.Next(1, 250).ToString(CultureInfo.InvariantCulture)),
        _ => throw new ArgumentException($"no value '{name}'"),
    };

    private string Pick(string[] values) => values[random.Next(values.Length)];

    private string Digits(int count, int first = 0) => string.Concat(Enumerable.Range(0, count).Select(i => (char)('0' + random.Next(i == 0 ? first : 0, 10))));

    private string Letters(int count) => string.Concat(Enumerable.Range(0, count).Select(_ => "ACDEFGHJKMNPQRTUVWXY"[random.Next(20)]));

    private string Ssn() => $"{random.Next(100, 665)}-{random.Next(10, 99)}-{random.Next(1000, 9999)}";

    private string Phone()
    {
        var (area, exchange, line) = (random.Next(201, 799), random.Next(200, 999), Digits(4));
        return random.Next(4) switch { 0 => $"({area}) {exchange}-{line}", 1 => $"{area}-{exchange}-{line}", 2 => $"{area}.{exchange}.{line}", _ => $"+1 {area} {exchange} {line}" };
    }

    private string Date(int from, int to)
    {
        var (year, month, day) = (random.Next(from, to), random.Next(1, 13), random.Next(1, 29));
        return random.Next(5) switch
        {
            0 => $"{month:00}/{day:00}/{year}",
            1 => $"{year}-{month:00}-{day:00}",
            2 => $"{Months[month - 1]} {day}, {year}",
            3 => $"{day} {Months[month - 1][..3]} {year}",
            _ => $"{month}/{day}/{year % 100:00}",
        };
    }

    private string Mbi()
    {
        string Letter() => "ACDEFGHJKMNPQRTUVWXY"[random.Next(20)].ToString();
        return $"{random.Next(1, 10)}{Letter()}{Digits(1)}{Digits(1)}-{Letter()}{Letter()}{Digits(1)}-{Letter()}{Letter()}{Digits(2)}";
    }

    private string Dea()
    {
        var d = Digits(6);
        var check = (d[0] + d[2] + d[4] - 3 * '0' + 2 * (d[1] + d[3] + d[5] - 3 * '0')) % 10;
        return $"B{Letters(1)}{d}{check}";
    }

    private string Vin()
    {
        var body = "1" + Letters(2).Replace('Q', 'K') + Digits(5);
        var tail = Letters(2).Replace('Q', 'K') + Digits(6);
        return "0123456789X".Select(c => body + c + tail).First(v => Checksums.Vin(v));
    }

    private string Card()
    {
        var digits = WithCheck("4" + Digits(14), 16, d => Checksums.Luhn(d));
        return random.Next(2) == 0 ? digits : $"{digits[..4]} {digits[4..8]} {digits[8..12]} {digits[12..]}";
    }

    private string Iban()
    {
        var bban = Digits(18);
        var check = Enumerable.Range(2, 97).Select(c => $"DE{c:00}{bban}").First(i => Checksums.Iban(i));
        return random.Next(2) == 0 ? check : string.Join(' ', check.Chunk(4).Select(c => new string(c)));
    }

    private static string WithCheck(string body, int length, Func<string, bool> valid)
    {
        Assert(body.Length == length - 1);
        // Some bodies have no valid check digit (NHS): the last digit before it moves on until one has.
        for (var last = 0; last < 10; last++)
        {
            foreach (var check in "0123456789")
            {
                var candidate = body[..^1] + (char)('0' + (body[^1] - '0' + last) % 10) + check;
                if (valid(candidate))
                {
                    return candidate;
                }
            }
        }

        throw new InvalidOperationException("no check digit fits");
    }

    private static string Spaced(string digits) => $"{digits[..3]} {digits[3..6]} {digits[6..]}";

    private static void Assert(bool holds)
    {
        if (!holds)
        {
            throw new InvalidOperationException("a value has the wrong length");
        }
    }
}
