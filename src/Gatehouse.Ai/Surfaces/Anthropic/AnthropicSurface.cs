using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Gatehouse.Ai.Canonical;
using Gatehouse.Core.Http;

namespace Gatehouse.Ai.Surfaces.Anthropic;

/// <summary>
/// Anthropic's Messages API (<c>/v1/messages</c>, <c>/v1/messages/count_tokens</c>, <c>/v1/models</c>), as the official SDKs and Claude Code speak it. Who
/// the client is decide the road's plugins, by <c>x-api-key</c> or a Bearer token.
/// </summary>
internal sealed class AnthropicSurface : Surface
{
    private static readonly HeaderName RequestId = new("request-id");
    private static readonly HeaderName ShouldRetry = new("x-should-retry");
    private static readonly HeaderName RetryAfterMs = new("retry-after-ms");

    private readonly Endpoint[] _endpoints;

    public AnthropicSurface()
        => _endpoints = [new MessagesEndpoint(this), new CountMessageTokensEndpoint(this), new ModelsEndpoint(this), new ModelEndpoint(this)];

    /// <inheritdoc/>
    public override Dialect Dialect => Dialect.Anthropic;

    /// <inheritdoc/>
    public override string Name => "anthropic";

    /// <inheritdoc/>
    public override HeaderName? RequestIdField => RequestId;

    /// <inheritdoc/>
    public override IReadOnlyList<Endpoint> Endpoints => _endpoints;

    /// <inheritdoc/>
    public override int WriteError(AiError error, string requestId, HeaderMap headers, IBufferWriter<byte> output)
    {
        headers.Set(HeaderNames.ContentType, "application/json");
        headers.Set(RequestId, requestId);
        if (error.RetryAfter is { } wait && wait >= TimeSpan.Zero)
        {
            headers.Set(HeaderNames.RetryAfter, Math.Ceiling(wait.TotalSeconds).ToString("0", CultureInfo.InvariantCulture));
            headers.Set(RetryAfterMs, Math.Ceiling(wait.TotalMilliseconds).ToString("0", CultureInfo.InvariantCulture));
        }

        if (error.ShouldRetry is { } retries)
        {
            headers.Set(ShouldRetry, retries ? "true"u8 : "false"u8);
        }

        using var json = new Utf8JsonWriter(output, AnthropicJson.Options);
        AnthropicError.Write(json, error, requestId);
        return AnthropicError.Of(error.Kind).Status;
    }
}
