using Gatehouse.Core.Http;
using Gatehouse.Gateway.Tests.Exchanges;
using Xunit;

namespace Gatehouse.Gateway.Tests.Plugins.OpenIdConnect;

public sealed class BearerAllocationTests
{
    private const int Rounds = 10_000;

    [Fact]
    public async Task Known_token_costs_nothing_on_the_heap()
    {
        await using var fixture = new OpenIdFixture();
        var plugin = fixture.Build("""
            {"consumer_claim":["sub"],"upstream_headers_claims":["sub"],"upstream_headers_names":["X-User"],"authenticated_groups_claim":["groups"]}
            """);
        byte[] target = "/"u8.ToArray();
        byte[] field = System.Text.Encoding.ASCII.GetBytes("Bearer " + fixture.Server.Sign(fixture.Now, """{"sub":"bob","groups":["a"]}"""));
        var exchange = new FakeExchange();
        exchange.Request.Headers.Add(HeaderNames.Authorization, field);
        await plugin.AccessAsync(exchange);

        long least = long.MaxValue;
        for (int window = 0; window < 20; window++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < Rounds; i++)
            {
                exchange.Begin(target);
                exchange.Request.Headers.Add(HeaderNames.Authorization, field);
                Assert.True(plugin.AccessAsync(exchange).IsCompletedSuccessfully);
            }

            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Assert.Equal("bob", exchange.Consumer?.Username);
        Assert.Equal(0, least);
    }
}
