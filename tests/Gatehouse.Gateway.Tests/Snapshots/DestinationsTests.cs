using Gatehouse.Core.Configuration;
using Gatehouse.Gateway.Snapshots;
using Xunit;

namespace Gatehouse.Gateway.Tests.Snapshots;

public sealed class DestinationsTests
{
    private static readonly ServiceConfig Orders = new() { Id = "s1", Name = "orders", Host = "orders.test", Path = "/v1" };

    private static readonly ConfigSet Config = ConfigSet.Empty with
    {
        Services = [Orders, new ServiceConfig { Id = "s2", Name = "old", Host = "old.test", Enabled = false }],
        Upstreams = [new UpstreamConfig { Id = "u1", Name = "orders-next", Healthchecks = [] }],
    };

    [Theory]
    [InlineData("orders", true)]
    [InlineData("s1", true)]
    [InlineData("old", false)]
    [InlineData("Orders", false)]
    public void Service_is_found_by_name_or_id_while_it_is_enabled(string name, bool found)
        => Assert.Equal(found, new Destinations(Config).Service(name) is not null);

    [Fact]
    public void Through_keeps_the_service_and_changes_its_targets()
    {
        var destinations = new Destinations(Config);

        var variant = destinations.Through(Orders, "u1");

        Assert.Equal(Orders with { Host = "orders-next" }, variant);
        Assert.Same(variant, Assert.Single(destinations.Variants));
        Assert.Same(variant, destinations.Through(Orders, "orders-next"));
    }

    [Fact]
    public void Through_an_unknown_upstream_is_nothing()
    {
        var destinations = new Destinations(Config);

        Assert.Null(destinations.Through(Orders, "orders.test"));
        Assert.Empty(destinations.Variants);
    }
}
