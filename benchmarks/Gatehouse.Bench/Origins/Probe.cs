using System.Diagnostics;
using System.Net;
using Gatehouse.Bench.Peers;

namespace Gatehouse.Bench.Origins;

/// <summary>One request of the scenario through a proxy, with the answer compared byte by byte with the origin's.</summary>
internal sealed class Probe : IDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(1);

    private readonly HttpClient _client;
    private readonly PeerSetup _setup;

    public Probe(PeerSetup setup)
    {
        _setup = setup;
        var pinned = setup.Scenario.Tls ? System.Security.Cryptography.X509Certificates.X509Certificate2.CreateFromPem(File.ReadAllText(setup.Certificate.CertificateFile)) : null;
        var handler = new SocketsHttpHandler { UseProxy = false, ConnectTimeout = TimeSpan.FromSeconds(2) };
        handler.SslOptions.RemoteCertificateValidationCallback = (_, presented, _, _) =>
            presented is not null && pinned is not null && presented.GetRawCertData().AsSpan().SequenceEqual(pinned.RawDataMemory.Span);
        _client = new HttpClient(handler)
        {
            Timeout = TimeSpan.FromSeconds(5),
            DefaultRequestVersion = setup.Scenario.Http2 ? HttpVersion.Version20 : HttpVersion.Version11,
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
    }

    /// <summary>Retries refused connections and 503 until an answer comes; any other answer ends the run.</summary>
    public async Task UntilAnsweredAsync(RunningPeer peer, CancellationToken cancel)
    {
        var started = Stopwatch.GetTimestamp();
        while (!await TryOnceAsync(peer.Name, cancel))
        {
            if (peer.HasExited || Stopwatch.GetElapsedTime(started) > Deadline)
            {
                throw new BenchException($"{peer.Name} did not answer: {Tail(peer.Output)}");
            }

            await Task.Delay(Pause, cancel);
        }
    }

    public void Dispose() => _client.Dispose();

    private async Task<bool> TryOnceAsync(string name, CancellationToken cancel)
    {
        var scenario = _setup.Scenario;
        using var request = new HttpRequestMessage(
            scenario.RequestBodyBytes > 0 ? HttpMethod.Post : HttpMethod.Get,
            new Uri($"{(scenario.Tls ? "https" : "http")}://127.0.0.1:{_setup.Port}{scenario.Path}"))
        {
            Version = _client.DefaultRequestVersion,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = scenario.RequestBodyBytes > 0 ? new ByteArrayContent(new byte[scenario.RequestBodyBytes]) : null,
        };
        if (_setup.Tokens is { } tokens)
        {
            request.Headers.Authorization = new("Bearer", tokens.First);
        }

        try
        {
            using var response = await _client.SendAsync(request, cancel);
            if (response.StatusCode == HttpStatusCode.ServiceUnavailable)
            {
                return false;
            }

            var body = await response.Content.ReadAsStringAsync(cancel);
            return response.StatusCode == HttpStatusCode.OK && body == Origin.ExpectedBody(scenario.ResponseBytes)
                ? true
                : throw new BenchException($"{name} answered {(int)response.StatusCode} with {body.Length} bytes instead of the origin's answer: {Tail(body)}");
        }
        catch (HttpRequestException e) when (e.HttpRequestError is HttpRequestError.ConnectionError)
        {
            return false;
        }
    }

    private static string Tail(string text) => text.Length <= 500 ? text : text[^500..];
}
