namespace Gatehouse.Ai.Compliance;

/// <summary>A compliance policy as written in the configuration.</summary>
internal sealed record CompliancePolicyConfig
{
    /// <summary>Name of the policy; clients read it in refusals.</summary>
    public required string Name { get; init; }

    /// <summary>Action by name of class. A class that is not named is restricted from rank 200 (pii) on, else allowed.</summary>
    public IReadOnlyDictionary<string, PolicyAction> Actions { get; init; } = new Dictionary<string, PolicyAction>();

    /// <summary>Whether a part that cannot be read counts as protected. Default true.</summary>
    public bool Strict { get; init; } = true;

    /// <summary>Class of a request that carries a credential. Default "internal".</summary>
    public string SecretClass { get; init; } = "internal";

    /// <summary>Class of a request in which a person is recognised. Default "pii".</summary>
    public string PersonClass { get; init; } = "pii";

    /// <summary>Class of a request in which a person and health are recognised. Default "phi".</summary>
    public string HealthClass { get; init; } = "phi";

    /// <summary>Score from 0.05 to 1 from which a hit counts. Default 0.5.</summary>
    public double Threshold { get; init; } = 0.5;

    /// <summary>Bound of all texts of a request, in UTF-16 units, from 1 to 64 Mi. Default 4 Mi: more is protected unread.</summary>
    public int MaxCharacters { get; init; } = 4 * 1024 * 1024;

    /// <summary>Bound of the number of fields, from 1 to 1 Mi. Default 64 Ki.</summary>
    public int MaxFields { get; init; } = 64 * 1024;

    /// <summary>Time a scan may take, from 1 ms to 10 s. Default 250 ms: 1 ms per 10 KB, several times over.</summary>
    public TimeSpan TimeBudget { get; init; } = TimeSpan.FromMilliseconds(250);
}
