using System.Text.Json;
using Gatehouse.Ai.Canonical;

namespace Gatehouse.Ai.Observability;

/// <summary>Kinds of failures as words of labels and records.</summary>
internal static class ErrorTypes
{
    private static readonly string[] Names = [.. Enum.GetNames<AiErrorKind>().Select(JsonNamingPolicy.SnakeCaseLower.ConvertName)];

    /// <summary>The word, as <c>rate_limited</c>.</summary>
    public static string Of(AiErrorKind kind) => Names[(int)kind];
}
