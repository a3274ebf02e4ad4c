namespace Gatehouse.Ai.Compliance;

/// <summary>What a policy decided: exactly one of the three is there.</summary>
internal sealed class PolicyDecision
{
    internal PolicyDecision(Clearance clearance) => Clearance = clearance;

    internal PolicyDecision(Redaction.Redactor redactor) => Redactor = redactor;

    internal PolicyDecision(Refusal refusal) => Refusal = refusal;

    /// <summary>The request may go as it is, to those that the clearance lets through.</summary>
    public Clearance? Clearance { get; }

    /// <summary>The request may go only after every field went through this; its <see cref="Redaction.Redactor.Complete"/> then gives the clearance.</summary>
    public Redaction.Redactor? Redactor { get; }

    /// <summary>The request may not go.</summary>
    public Refusal? Refusal { get; }
}
