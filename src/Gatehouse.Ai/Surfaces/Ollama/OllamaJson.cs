using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Gatehouse.Ai.Surfaces.Ollama;

/// <summary>How this surface writes JSON: text as it is, one object per line.</summary>
internal static class OllamaJson
{
    public static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>A point in time as Ollama writes it.</summary>
    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);

    /// <summary>A duration in Ollama's unit.</summary>
    public static long Nanoseconds(TimeSpan time) => time.Ticks * 100;
}
