using Gatehouse.Core.Expressions;

namespace Gatehouse.Gateway.Plugins.Policy;

/// <summary>A rule of a policy with its decisions, so that none is made while a request waits.</summary>
internal sealed class PolicyRule
{
    private readonly PolicyDecision _match;
    private readonly PolicyDecision[] _errors;

    /// <param name="name">Name, for records of decisions.</param>
    /// <param name="isDeny">Whether it refuses what it matches.</param>
    /// <param name="when">What it matches.</param>
    /// <param name="match">The decision when it matches.</param>
    /// <param name="error">Status and message of a refusal because of an error.</param>
    public PolicyRule(string name, bool isDeny, Expression when, PolicyDecision match, PolicyDecision error)
    {
        IsDeny = isDeny;
        When = when;
        _match = match;
        _errors = [.. Enum.GetValues<ExpressionFault>().Select(f => error with { IsAllowed = false, Rule = name, Reason = PolicyDecision.ReasonOf(f) })];
    }

    public bool IsDeny { get; }

    public Expression When { get; }

    /// <summary>The decision for a result; null when the rule has nothing to say.</summary>
    public PolicyDecision? Decide(ExpressionResult result)
        => result.IsError ? _errors[(int)result.Fault] : result.IsTrue ? _match : null;
}
