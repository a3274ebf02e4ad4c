using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Gatehouse.Ai.Canonical;
using Gatehouse.Core.Http;

namespace Gatehouse.Ai.Surfaces.Ollama;

/// <summary>
/// Ollama's native API. Streams are newline-delimited JSON and the default. Models need no <c>:latest</c>. Managing models (pull, create, delete) is no
/// business of a gateway and has no endpoint.
/// </summary>
internal sealed class OllamaSurface : Surface
{
    private readonly Endpoint[] _endpoints;

    public OllamaSurface()
        => _endpoints =
        [
            new OllamaChatEndpoint(this), new OllamaGenerateEndpoint(this), new OllamaEmbedEndpoint(this), new OllamaEmbeddingsEndpoint(this),
            new TagsEndpoint(this, "GET"), new TagsEndpoint(this, "HEAD"), new ShowEndpoint(this), new RunningEndpoint(this),
            new VersionEndpoint(this, "GET"), new VersionEndpoint(this, "HEAD"), new RootEndpoint(this, "GET"), new RootEndpoint(this, "HEAD"),
        ];

    /// <inheritdoc/>
    public override Dialect Dialect => Dialect.Ollama;

    /// <inheritdoc/>
    public override string Name => "ollama";

    /// <inheritdoc/>
    public override IReadOnlyList<Endpoint> Endpoints => _endpoints;

    /// <inheritdoc/>
    public override int WriteError(AiError error, string requestId, HeaderMap headers, IBufferWriter<byte> output)
    {
        headers.Set(HeaderNames.ContentType, "application/json; charset=utf-8");
        if (error.RetryAfter is { } wait && wait >= TimeSpan.Zero)
        {
            headers.Set(HeaderNames.RetryAfter, Math.Ceiling(wait.TotalSeconds).ToString("0", CultureInfo.InvariantCulture));
        }

        using var json = new Utf8JsonWriter(output, OllamaJson.Options);
        WriteError(json, error);
        return StatusOf(error.Kind);
    }

    /// <summary>Writes <c>{"error":"…"}</c>, the same in bodies and in streams.</summary>
    public static void WriteError(Utf8JsonWriter json, AiError error)
    {
        json.WriteStartObject();
        json.WriteString("error"u8, error.Message);
        json.WriteEndObject();
        json.Flush();
    }

    private static int StatusOf(AiErrorKind kind) => kind switch
    {
        AiErrorKind.InvalidRequest or AiErrorKind.Unsupported or AiErrorKind.ContextWindow => 400,
        AiErrorKind.Authentication => 401,
        AiErrorKind.Permission or AiErrorKind.PolicyRefused => 403,
        AiErrorKind.ModelNotFound or AiErrorKind.NotFound => 404,
        AiErrorKind.TooLarge => 413,
        AiErrorKind.RateLimited or AiErrorKind.BudgetExceeded => 429,
        AiErrorKind.Overloaded or AiErrorKind.Unavailable => 503,
        AiErrorKind.VendorFailed => 502,
        AiErrorKind.Timeout => 504,
        _ => 500,
    };
}
