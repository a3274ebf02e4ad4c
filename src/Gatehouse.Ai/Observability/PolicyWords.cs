using Gatehouse.Ai.Compliance;
using Gatehouse.Ai.Pipeline;

namespace Gatehouse.Ai.Observability;

/// <summary>What a policy did with a request, as words of labels and records.</summary>
internal static class PolicyWords
{
    /// <summary><c>allow</c>, <c>restrict</c>, <c>redact</c> or <c>refuse</c>.</summary>
    public static string ActionOf(AiCall call) => call.Clearance switch
    {
        null => "refuse",
        { IsRedacted: true } => "redact",
        { IsProtected: true } => "restrict",
        _ => "allow",
    };

    /// <summary>What a classification rests on.</summary>
    public static IEnumerable<string> OriginsOf(DataClassification classification)
        => Enum.GetValues<ClassificationOrigins>().Where(o => o != ClassificationOrigins.None && classification.Origins.HasFlag(o)).Select(o => o.ToString().ToLowerInvariant());
}
