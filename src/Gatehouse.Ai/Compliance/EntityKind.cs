namespace Gatehouse.Ai.Compliance;

/// <summary>What recognisers recognise. The names, in lower case, are the labels of audit and metrics; in upper case those of placeholders.</summary>
internal enum EntityKind
{
    None = 0,
    Name,
    Address,

    /// <summary>A place below state: city, county, ZIP.</summary>
    Geography,

    Date,
    BirthDate,
    Age,
    Phone,
    Fax,
    Email,
    Ssn,
    Mrn,
    HealthPlan,
    Account,
    Licence,
    Npi,
    Dea,
    Vehicle,
    Device,
    Url,
    Ip,
    Mac,
    UniqueId,
    Card,
    Iban,
    Aba,
    Itin,
    Passport,
    Nhs,
    Nino,
    Sin,
    Crypto,
    Secret,
}
