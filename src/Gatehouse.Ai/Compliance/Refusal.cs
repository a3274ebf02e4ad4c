namespace Gatehouse.Ai.Compliance;

/// <summary>A request that the policy does not let go. Says which policy and which class, never what the request holds.</summary>
internal sealed record Refusal(string Policy, DataClass Class, DataClassification Classification)
{
    /// <summary>What the client reads, in the error shape of its dialect (HTTP 403).</summary>
    public string Message => $"The compliance policy '{Policy}' does not let requests that carry {Class.Name} data leave.";

    public override string ToString() => Message;
}
