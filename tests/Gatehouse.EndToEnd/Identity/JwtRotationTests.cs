using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Gatehouse.EndToEnd.Leaks;
using Gatehouse.EndToEnd.Reload;
using Gatehouse.TestKit.Clients;
using Gatehouse.TestKit.Origins;
using Gatehouse.TestKit.Processes;
using Gatehouse.TestKit.Waiting;
using Xunit;
using Xunit.Abstractions;

namespace Gatehouse.EndToEnd.Identity;

/// <summary>Keys of a key set are rotated by reloads while clients send tokens: each valid one must be let in.</summary>
[Collection(QuietCollection.Name)]
public sealed class JwtRotationTests(ITestOutputHelper output) : IDisposable
{
    private const int Clients = 8;
    private const int Rotations = 8;

    private readonly ECDsa[] _keys = [.. Enumerable.Range(0, Rotations + 1).Select(_ => ECDsa.Create(ECCurve.NamedCurves.nistP256))];
    private readonly ConcurrentQueue<string> _failures = new();
    private readonly long[] _sent = new long[Clients];
    private volatile int _signer;

    public void Dispose() => Array.ForEach(_keys, k => k.Dispose());

    [Fact]
    public async Task Rotation_by_reload_fails_no_valid_token_and_ends_those_of_withdrawn_keys()
    {
        await using var origin = EchoOrigin.Start();
        await using var gateway = await GatehouseProcess.StartAsync(new GatehouseOptions { Declarative = Config(origin.Port, 0) });
        using var reloads = new Reloads(gateway);
        using var stop = new CancellationTokenSource();
        Task[] clients = [.. Enumerable.Range(0, Clients).Select(i => Task.Run(() => ClientAsync(gateway.Ports.Proxy, i, stop.Token)))];

        for (int i = 1; i <= Rotations; i++)
        {
            await ApplyAsync(reloads, Config(origin.Port, i - 1, i));
            await AllSendAsync();
            _signer = i;
            await AllSendAsync();
            await ApplyAsync(reloads, Config(origin.Port, i));
            await AllSendAsync();
        }

        await stop.CancelAsync();
        await Task.WhenAll(clients);
        output.WriteLine($"{_sent.Sum()} requests during {Rotations} rotations");
        Assert.Empty(_failures);

        await using var client = await RawClient.ConnectAsync(gateway.Ports.Proxy);
        Assert.Equal(401, (await client.ExchangeAsync(Request(Token(0, 0)))).Status);
        Assert.Equal(200, (await client.ExchangeAsync(Request(Token(Rotations, 0)))).Status);
    }

    private static async Task ApplyAsync(Reloads reloads, string config)
        => await Eventually.TrueAsync(async () => await reloads.PostAsync(config) == HttpStatusCode.Created, "POST /config to be taken");

    /// <summary>Until every client has sent at least two requests more: the second began after this call.</summary>
    private async Task AllSendAsync()
    {
        long[] before = [.. Enumerable.Range(0, Clients).Select(i => Volatile.Read(ref _sent[i]))];
        await Eventually.TrueAsync(() => Enumerable.Range(0, Clients).All(i => Volatile.Read(ref _sent[i]) >= before[i] + 2), "every client to go on");
    }

    private async Task ClientAsync(int port, int number, CancellationToken stop)
    {
        await using var client = await RawClient.ConnectAsync(port);
        for (int i = 0; !stop.IsCancellationRequested; i++)
        {
            // Every fourth token is new, the others are in the cache.
            var answer = await client.ExchangeAsync(Request(Token(_signer, (number * 1_000_000) + (i % 4 == 0 ? i : 1))));
            if (answer.Status != 200)
            {
                _failures.Enqueue(answer.Text);
            }

            Interlocked.Increment(ref _sent[number]);
        }
    }

    private string Token(int key, int id) => Jwts.Es256(
        _keys[key], KeyId(key), $$"""{"iss":"https://idp.test","sub":"joe","exp":4000000000,"jti":"{{id}}"}""");

    private static string Request(string token) => $"GET /x HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\n\r\n";

    private static string KeyId(int key) => "k" + key.ToString(CultureInfo.InvariantCulture);

    private string Config(int port, params int[] keys)
    {
        var text = new StringBuilder($$"""
            _format_version: "3.0"
            services:
            - name: s
              url: http://127.0.0.1:{{port}}
              routes:
              - {name: r, paths: [/x], strip_path: false}
              plugins: [{name: jwt, config: {key_sets: [idp], issuers: ['https://idp.test']} }]
            key_sets:
            - {name: idp}
            keys:

            """);
        foreach (int key in keys)
        {
            text.Append(CultureInfo.InvariantCulture, $"- {{name: {KeyId(key)}, kid: {KeyId(key)}, set: {{name: idp}}, jwk: '{Jwts.Jwk(_keys[key], KeyId(key))}'}}\n");
        }

        return text.ToString();
    }
}
