using Gatehouse.Core.Expressions;

namespace Gatehouse.Gateway.Plugins.Policy;

/// <summary>What a policy decided about a request, made once per rule and outcome; kept in the exchange for whoever records decisions.</summary>
/// <param name="IsAllowed">Whether the request goes on.</param>
/// <param name="Rule">Name of the rule that decided; null when none did and the default counts.</param>
/// <param name="Reason">One word of a small set: <c>rule</c>, <c>default</c>, or <c>error_</c> and the fault.</param>
/// <param name="Status">Status of a refusal.</param>
/// <param name="Message">Message of a refusal.</param>
internal sealed record PolicyDecision(bool IsAllowed, string? Rule, string Reason, int Status, string Message)
{
    /// <summary>The reason of a rule that came to an error.</summary>
    public static string ReasonOf(ExpressionFault fault) => $"error_{ExpressionResult.NameOf(fault)}";
}
