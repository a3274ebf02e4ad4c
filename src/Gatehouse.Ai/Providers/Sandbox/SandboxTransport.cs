using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Gatehouse.Ai.Selection;
using Gatehouse.Ai.Transport;

namespace Gatehouse.Ai.Providers.Sandbox;

/// <summary>
/// The deterministic model inside the gateway, reached like any vendor: it speaks OpenAI's chat completions and embeddings, streams, calls tools,
/// counts tokens, and can be told to be slow, fail, break off or answer 429 (<see cref="SandboxOptions"/>). No network, no cost.
/// </summary>
internal sealed class SandboxTransport(TimeProvider time) : IVendorTransport
{
    private static readonly KeyValuePair<string, string> Json = new("content-type", "application/json");

    /// <inheritdoc/>
    public async ValueTask<VendorAnswer> SendAsync(VendorRequest request, VendorTimeouts timeouts, CancellationToken cancellation)
    {
        string path = request.Target.Split('?')[0];
        if (path.EndsWith("/embeddings", StringComparison.Ordinal))
        {
            return Whole(200, SandboxEmbeddings.Answer(JsonElement.Parse(request.Body.Span)), cancellation);
        }

        if (!path.EndsWith("/chat/completions", StringComparison.Ordinal))
        {
            return Whole(request.Method == "GET" ? 200 : 404, new JsonObject { ["object"] = "list", ["data"] = new JsonArray() }, cancellation);
        }

        var script = SandboxScript.Of(JsonElement.Parse(request.Body.Span));
        if (script.Options.Delay > 0)
        {
            try
            {
                var limit = timeouts.FirstToken;
                var delay = TimeSpan.FromMilliseconds(script.Options.Delay);
                await Task.Delay(delay < limit ? delay : limit, time, cancellation);
                if (delay >= limit)
                {
                    return new SandboxFailure(VendorFailure.FirstTokenTimeout);
                }
            }
            catch (OperationCanceledException)
            {
                return new SandboxFailure(VendorFailure.Cancelled);
            }
        }

        if (script.Options.Status > 0)
        {
            return Refusal(script.Options, cancellation);
        }

        long now = time.GetUtcNow().ToUnixTimeSeconds();
        return script.IsStream
            ? new SandboxAnswer(200, [new("content-type", "text/event-stream")], script.Stream(now), time, cancellation)
            : script.Options.Cut is not null ? new SandboxAnswer(200, [Json], [new(0, "{\"id\":"u8.ToArray()), new(0, null)], time, cancellation)
            : Whole(200, script.Whole(now), cancellation);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private SandboxAnswer Whole(int status, JsonObject body, CancellationToken cancellation)
        => new(status, [Json], [new SandboxPiece(0, Encoding.UTF8.GetBytes(body.ToJsonString()))], time, cancellation);

    private SandboxAnswer Refusal(SandboxOptions options, CancellationToken cancellation)
    {
        var body = new JsonObject
        {
            ["error"] = new JsonObject
            {
                ["message"] = "The sandbox was told to fail.",
                ["type"] = options.Status == 429 ? "requests" : options.Status >= 500 ? "server_error" : "invalid_request_error",
                ["param"] = null,
                ["code"] = options.Status == 429 ? "rate_limit_exceeded" : null,
            },
        };
        List<KeyValuePair<string, string>> headers = [Json];
        if (options.RetryAfter is { } seconds)
        {
            headers.Add(new("retry-after", seconds.ToString(CultureInfo.InvariantCulture)));
        }

        return new SandboxAnswer(options.Status, headers, [new SandboxPiece(0, Encoding.UTF8.GetBytes(body.ToJsonString()))], time, cancellation);
    }
}
