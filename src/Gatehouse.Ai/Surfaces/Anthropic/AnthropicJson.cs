using System.Text.Encodings.Web;
using System.Text.Json;

namespace Gatehouse.Ai.Surfaces.Anthropic;

/// <summary>How this surface writes JSON: text as it is, in one line; what comes from a model has been checked to be Unicode.</summary>
internal static class AnthropicJson
{
    public static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };
}
