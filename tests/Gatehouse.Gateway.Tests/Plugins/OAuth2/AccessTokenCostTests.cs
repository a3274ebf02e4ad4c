using System.Text;
using Gatehouse.Core.Http;
using Gatehouse.Gateway.Tests.Exchanges;
using Xunit;

namespace Gatehouse.Gateway.Tests.Plugins.OAuth2;

public sealed class AccessTokenCostTests : IDisposable
{
    private const int Requests = 1000;

    private readonly OAuth2Bench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData("/things", "Bearer {0}")]
    [InlineData("/things?access_token={0}", null)]
    public async Task Request_with_a_token_allocates_nothing(string target, string? authorization)
    {
        var plugin = _bench.Plugin();
        string token = (await OAuth2Bench.TokensAsync(plugin)).Access;
        byte[] targetBytes = Encoding.ASCII.GetBytes(target.Replace("{0}", token, StringComparison.Ordinal));
        byte[]? field = authorization is null ? null : Encoding.ASCII.GetBytes(authorization.Replace("{0}", token, StringComparison.Ordinal));
        var exchange = new FakeExchange();
        var route = FakeExchange.NewRoute();
        var service = FakeExchange.NewService() with { Id = "s1" };
        long least = long.MaxValue;
        for (int window = 0; window < 6; window++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < Requests; i++)
            {
                exchange.Begin(targetBytes);
                exchange.On(route, service);
                if (field is not null)
                {
                    exchange.Request.Headers.Add(HeaderNames.Authorization, field);
                }

                await plugin.AccessAsync(exchange);
            }

            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Assert.Equal("bob", exchange.Consumer!.Username);
        Assert.InRange(least, 0, Requests);
    }
}
