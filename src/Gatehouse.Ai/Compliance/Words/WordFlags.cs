namespace Gatehouse.Ai.Compliance.Words;

/// <summary>What a word may mean to recognisers; one word may mean several things.</summary>
[Flags]
internal enum WordFlags : ulong
{
    None = 0,
    FirstName = 1UL << 0,
    LastName = 1UL << 1,

    /// <summary>A name that is an ordinary word, a place or a brand as well.</summary>
    Ambiguous = 1UL << 2,

    /// <summary>Mr, Mrs, Dr: a name follows.</summary>
    Title = 1UL << 3,

    /// <summary>Patient, named, dear: a name may follow.</summary>
    NameCue = 1UL << 4,
    Month = 1UL << 5,
    State = 1UL << 6,
    City = 1UL << 7,
    Street = 1UL << 8,

    /// <summary>An ordinary word that begins sentences and titles: not a name although capitalised.</summary>
    Ordinary = 1UL << 9,

    /// <summary>Makes an organisation or place of a name before it.</summary>
    Organisation = 1UL << 10,
    CueSsn = 1UL << 11,
    CueMrn = 1UL << 12,
    CuePlan = 1UL << 13,
    CueAccount = 1UL << 14,
    CuePhone = 1UL << 15,
    CueFax = 1UL << 16,
    CueLicence = 1UL << 17,
    CueVehicle = 1UL << 18,
    CueDevice = 1UL << 19,
    CueBirth = 1UL << 20,
    CueCare = 1UL << 21,
    CuePassport = 1UL << 22,
    CueTax = 1UL << 23,
    CueNhs = 1UL << 24,
    CueNino = 1UL << 25,
    CueSin = 1UL << 26,
    CueIp = 1UL << 27,
    CueCard = 1UL << 28,

    /// <summary>Id, number, record: says that an identifier follows, not which.</summary>
    CueId = 1UL << 29,
    CueUrl = 1UL << 30,
    CueAge = 1UL << 31,
    CueZip = 1UL << 32,
    CueHome = 1UL << 33,
    CueNpi = 1UL << 34,
    CueDea = 1UL << 35,
    CueAba = 1UL << 36,

    /// <summary>ICD, CPT, NDC, diagnosis: a clinical code follows.</summary>
    CueCode = 1UL << 37,

    /// <summary>A person whose identifier is meant: patient, member, employee.</summary>
    Person = 1UL << 38,

    /// <summary>Order, version, commit: what follows is no person's identifier.</summary>
    Negative = 1UL << 39,

    /// <summary>Speaks of health by itself.</summary>
    Clinical = 1UL << 40,

    /// <summary>Speaks of health together with others.</summary>
    ClinicalHint = 1UL << 41,

    /// <summary>A laboratory value or vital sign when a number follows.</summary>
    Lab = 1UL << 42,

    /// <summary>A unit of laboratory values and doses.</summary>
    Unit = 1UL << 43,

    /// <summary>Years, old, yo: units of age.</summary>
    Years = 1UL << 44,

    /// <summary>Password, token, key: a secret may follow.</summary>
    CueSecret = 1UL << 45,

    /// <summary>First word of a phrase of several words.</summary>
    PhraseStart = 1UL << 46,

    /// <summary>A relation after whom a name may follow: wife, son.</summary>
    Relation = 1UL << 47,

    /// <summary>One of the words that make "patient" an adjective: be, very.</summary>
    Adverb = 1UL << 48,

    /// <summary>What people do: lives, said, called. A lower-case name before it is meant as one.</summary>
    Verb = 1UL << 49,

    SpecificCues = CueSsn | CueMrn | CuePlan | CueAccount | CuePhone | CueFax | CueLicence | CueVehicle | CueDevice | CuePassport | CueTax | CueNhs
        | CueNino | CueSin | CueCard | CueNpi | CueDea | CueAba | CueZip | CueCode | CueBirth | CueCare | CueIp,

    Names = FirstName | LastName,
}
