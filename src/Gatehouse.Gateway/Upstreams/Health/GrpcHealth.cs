using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace Gatehouse.Gateway.Upstreams.Health;

/// <summary>
/// The gRPC health checking protocol (grpc/doc/health-checking.md): one unary call, whose messages are small enough to be written and
/// read by hand.
/// </summary>
internal static class GrpcHealth
{
    private const int MaxAnswer = 1024;
    private const int Prefix = 5;
    private const int Serving = 1;
    private const string Unimplemented = "12";

    /// <summary>The call; the name of the service is the path without its slash, empty = the server as a whole.</summary>
    public static HttpRequestMessage Request(ProbeTarget target)
    {
        var content = new ByteArrayContent(Message(target.Checks.Path.TrimStart('/')));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/grpc");
        var request = new HttpRequestMessage(HttpMethod.Post, target.Uri)
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = content,
        };
        request.Headers.TryAddWithoutValidation("te", "trailers");
        return request;
    }

    /// <summary>
    /// What the answer says. A server without the health service has answered all the same, and passes: Kong's probes of gRPC
    /// targets ask for no more than a connection.
    /// </summary>
    public static async Task<ProbeResult> ReadAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        byte[] buffer = new byte[MaxAnswer];
        await using var body = await response.Content.ReadAsStreamAsync(cancellation).ConfigureAwait(false);
        int length = await body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellation).ConfigureAwait(false);
        string? status = First(response.TrailingHeaders) ?? First(response.Headers);
        if (status == Unimplemented)
        {
            return new ProbeResult(FailureKind.None, "no health service");
        }

        if (status != "0")
        {
            return new ProbeResult(FailureKind.Http, $"grpc-status {status ?? "is missing"}");
        }

        return StatusOf(buffer.AsSpan(0, length)) == Serving
            ? new ProbeResult(FailureKind.None, "SERVING")
            : new ProbeResult(FailureKind.Http, "not SERVING");
    }

    /// <summary>Field 1 of a HealthCheckResponse, 0 where it has none.</summary>
    internal static int StatusOf(ReadOnlySpan<byte> framed)
        => framed.Length >= Prefix + 2 && framed[0] == 0 && framed[Prefix] == 0x08 ? framed[Prefix + 1] : 0;

    /// <summary>A HealthCheckRequest behind its prefix.</summary>
    internal static byte[] Message(string service)
    {
        byte[] name = Encoding.UTF8.GetBytes(service)[..Math.Min(Encoding.UTF8.GetByteCount(service), 127)];
        if (name.Length == 0)
        {
            return new byte[Prefix];
        }

        return [0, 0, 0, 0, (byte)(name.Length + 2), 0x0A, (byte)name.Length, .. name];
    }

    private static string? First(HttpHeaders headers)
        => headers.TryGetValues("grpc-status", out var values) ? values.FirstOrDefault() : null;
}
