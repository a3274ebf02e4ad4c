using System.Diagnostics;
using System.Text;
using Gatehouse.Core.Plugins;
using Gatehouse.Gateway.Tests.Exchanges;
using Xunit;
using Xunit.Abstractions;

namespace Gatehouse.Gateway.Tests.Plugins.Jwt;

/// <summary>
/// What jwt costs once a token was verified. The goal is 1 µs and nothing on the heap; the limit on time is generous, because a shared
/// machine must not fail it, and the output says what was measured.
/// </summary>
[Collection(nameof(JwtSpeedTests))]
[CollectionDefinition(nameof(JwtSpeedTests), DisableParallelization = true)]
public sealed class JwtSpeedTests(ITestOutputHelper output) : IDisposable
{
    private const int Rounds = 10_000;

    // As many as the compiler needs to notice what is hot; the best one counts.
    private const int Windows = 60;

    private readonly PluginBench _bench = new(config: JwtCompany.Config);

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData("RS256", "{}", """{"iss":"app-RS256","sub":"joe","aud":"orders","scope":"read write"}""", true)]
    [InlineData("RS256", "{}", """{"iss":"app-RS256","sub":"joe","aud":"orders","scope":"read write"}""", false)]
    [InlineData("ES256", """{"key_sets":["single"],"issuers":["i"]}""", """{"iss":"i","exp":99999999999,"sub":"joe","aud":"orders","scope":"read write"}""", true)]
    public void Access_with_a_verified_token_allocates_nothing_and_takes_about_three_quarters_of_a_microsecond(string algorithm, string config, string claims, bool inHeader)
    {
        var plugin = _bench.Build("jwt", config);
        string token = JwtKeys.Token(claims, algorithm, ""","typ":"JWT" """);
        byte[] target = Encoding.ASCII.GetBytes(inHeader ? "/orders?page=2" : "/orders?page=2&jwt=" + token);
        byte[] authorization = Encoding.ASCII.GetBytes("Bearer " + token);
        var exchange = new FakeExchange();
        Run(exchange, target, inHeader ? authorization : null, plugin);

        double bare = double.MaxValue, best = double.MaxValue;
        long allocated = long.MaxValue;
        for (int window = 0; window < Windows; window++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            bare = Math.Min(bare, Run(exchange, target, inHeader ? authorization : null, null));
            best = Math.Min(best, Run(exchange, target, inHeader ? authorization : null, plugin));
            allocated = Math.Min(allocated, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        best -= bare;
        output.WriteLine($"{token.Length} characters: {best:F0} ns, {allocated} B in {Rounds} requests");
        Assert.Equal(0, allocated);
        Assert.True(best <= 3000, $"{best:F0} ns");
    }

    /// <summary>Nanoseconds per request.</summary>
    private static double Run(FakeExchange exchange, byte[] target, byte[]? authorization, Plugin? plugin)
    {
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < Rounds; i++)
        {
            exchange.Begin(target);
            var headers = exchange.Request.Headers;
            headers.Add("Host"u8, "api.test"u8);
            headers.Add("User-Agent"u8, "test/1.0"u8);
            headers.Add("Accept"u8, "*/*"u8);
            if (authorization is not null)
            {
                headers.Add("Authorization"u8, authorization);
            }

            if (plugin is not null)
            {
                plugin.AccessAsync(exchange).GetAwaiter().GetResult();
                if (exchange.Credential is null)
                {
                    throw new InvalidOperationException("not let in");
                }
            }
        }

        return Stopwatch.GetElapsedTime(start).TotalNanoseconds / Rounds;
    }
}
