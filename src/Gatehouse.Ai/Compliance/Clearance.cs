namespace Gatehouse.Ai.Compliance;

/// <summary>
/// Leave for one request to go out, and the only key to a <see cref="ClearedCandidates{T}"/>. Its constructor is private: it comes
/// from <see cref="Scanning.Scan.Decide"/>, or from a <see cref="Redaction.Redactor"/> once every field is rewritten.
/// </summary>
internal sealed class Clearance
{
    private Clearance(CompliancePolicy policy, DataClassification classification, DataClassSet required, bool isRedacted)
    {
        Policy = policy;
        Classification = classification;
        Required = required;
        IsRedacted = isRedacted;
    }

    public CompliancePolicy Policy { get; }

    public DataClassification Classification { get; }

    /// <summary>Classes that whoever sees the request must admit. Empty: anybody may.</summary>
    public DataClassSet Required { get; }

    /// <summary>Whether placeholders stand for what was recognised, so that answers go through a <see cref="Redaction.Restorer"/>.</summary>
    public bool IsRedacted { get; }

    /// <summary>Whether the request carries a class that the policy does not allow everywhere: no content of it may be kept, logged, cached or mirrored.</summary>
    public bool IsProtected => !Required.IsEmpty || IsRedacted;

    /// <summary>The candidates that may see the request, in their order. The only way to a <see cref="ClearedCandidates{T}"/>.</summary>
    public ClearedCandidates<T> Filter<T>(IReadOnlyList<T> candidates)
        where T : class, IDataClassBound => ClearedCandidates<T>.Of(this, candidates);

    /// <summary>Whether one receiver (a mirror, a cache that declares classes) may see the request.</summary>
    public bool Admits(IDataClassBound receiver) => receiver.AdmittedClasses.ContainsAll(Required);

    public override string ToString() => $"{Policy.Name}: {Classification.Class}{(IsRedacted ? ", redacted" : "")}";

    internal static PolicyDecision Decide(Scanning.Scan scan, DataClassification classification)
    {
        var policy = scan.Policy;
        var required = default(DataClassSet);
        var redacted = default(DataClassSet);
        foreach (var dataClass in policy.Classes.All)
        {
            if (!classification.Classes.Contains(dataClass))
            {
                continue;
            }

            switch (policy.ActionOf(dataClass))
            {
                case PolicyAction.Allow:
                    break;
                case PolicyAction.Redact when !classification.Unredactable.Contains(dataClass):
                    redacted = redacted.With(dataClass);
                    break;
                case PolicyAction.Refuse:
                    return new PolicyDecision(new Refusal(policy.Name, dataClass, classification));
                default:
                    required = required.With(dataClass);
                    break;
            }
        }

        return redacted.IsEmpty
            ? new PolicyDecision(new Clearance(policy, classification, required, isRedacted: false))
            : new PolicyDecision(new Redaction.Redactor(scan, redacted, () => new Clearance(policy, classification, required, isRedacted: true)));
    }
}
