using Gatehouse.Core.Configuration;
using Gatehouse.Core.Plugins;
using Gatehouse.Core.Schemas;
using Gatehouse.Gateway.Identity;
using Gatehouse.Gateway.Pipeline;
using Xunit;

namespace Gatehouse.Gateway.Tests.Pipeline;

public sealed class PluginPlanTests
{
    private static readonly RouteConfig Route = new() { Id = "r" };
    private static readonly ServiceConfig Service = new() { Id = "s", Host = "h" };
    private static readonly ConsumerConfig Consumer = new() { Id = "c" };

    private static readonly ConsumerGroupSet Groups = new([new() { Id = "g", Name = "gold" }, new() { Id = "h", Name = "hobby" }]);

    /// <summary>Kong's precedence, most specific first (case K108, and the enterprise edition's for consumer groups).</summary>
    private static readonly string[] Precedence = ["rsc", "rsg", "rc", "sc", "rg", "sg", "rs", "c", "g", "r", "s", ""];

    public static TheoryData<string, string> Pairs()
    {
        var pairs = new TheoryData<string, string>();
        for (int winner = 0; winner < Precedence.Length; winner++)
        {
            for (int loser = winner + 1; loser < Precedence.Length; loser++)
            {
                pairs.Add(Precedence[winner], Precedence[loser]);
            }
        }

        return pairs;
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void Plan_of_two_scopes_applies_the_more_specific(string winner, string loser)
    {
        var plan = new PluginPlan([Instance(loser), Instance(winner)]);
        var chain = plan.For(Route, Service, Consumer, Groups, plan.For(Route, Service));
        Assert.Equal("scope:" + winner, Assert.Single(chain.Access).Config.InstanceName);
    }

    [Fact]
    public void Plan_without_consumer_leaves_out_consumer_instances()
    {
        var plan = new PluginPlan([Instance("rsc"), Instance("c"), Instance("s")]);
        Assert.Equal("scope:s", Assert.Single(plan.For(Route, Service).Access).Config.InstanceName);
    }

    [Fact]
    public void Plan_for_a_consumer_without_plugins_is_the_chain_of_the_route()
    {
        var plan = new PluginPlan([Instance("c"), Instance("r")]);
        var chain = plan.For(Route, Service);
        Assert.Same(chain, plan.For(Route, Service, Consumer with { Id = "other" }, ConsumerGroupSet.Empty, chain));
    }

    [Fact]
    public void Plan_of_two_groups_applies_that_of_the_first_by_name()
    {
        var plan = new PluginPlan([Instance("h"), Instance("g"), Instance("rh", name: "other")]);
        var chain = plan.For(Route, Service, Consumer, Groups, plan.For(Route, Service));
        Assert.Equal(["scope:g", "scope:rh"], chain.Access.Select(i => i.Config.InstanceName).Order());
    }

    [Fact]
    public void Plan_keeps_one_chain_for_all_consumers_of_the_same_groups()
    {
        var plan = new PluginPlan([Instance("g")]);
        var route = plan.For(Route, Service);
        Assert.Same(
            plan.For(Route, Service, Consumer, Groups, route), plan.For(Route, Service, Consumer with { Id = "other" }, Groups, route));
        Assert.Same(route, plan.For(Route, Service, Consumer, new ConsumerGroupSet([new() { Id = "x", Name = "x" }]), route));
        Assert.Equal(1, plan.KeptChains);
    }

    [Fact]
    public void Plan_keeps_a_bounded_number_of_chains()
    {
        var plan = new PluginPlan([Instance("g")]);
        var route = plan.For(Route, Service);
        for (int i = 0; i < PluginPlan.MaxChains + 10; i++)
        {
            _ = plan.For(Route with { Id = $"{i}" }, Service, Consumer, Groups, route);
        }

        Assert.InRange(plan.KeptChains, 1, PluginPlan.MaxChains);
    }

    [Fact]
    public void Plan_of_another_route_does_not_apply()
    {
        var plan = new PluginPlan([Instance("r")]);
        Assert.Empty(plan.For(Route with { Id = "other" }, Service).Access);
    }

    [Fact]
    public void Plan_filters_by_protocol_of_the_route()
    {
        var plan = new PluginPlan([Instance("r", protocols: ["grpc", "grpcs"])]);
        Assert.Empty(plan.For(Route, Service).Access);
        Assert.Single(plan.For(Route with { Protocols = ["grpc"] }, Service).Access);
    }

    [Fact]
    public void Plan_orders_a_chain_by_rank_in_every_phase()
    {
        var plan = new PluginPlan([Instance("r", name: "late", rank: 9), Instance("s", name: "early", rank: 1)]);
        var chain = plan.For(Route, Service);
        Assert.Equal(["early", "late"], chain.Access.Select(i => i.Descriptor.Name));
        Assert.Equal(["early", "late"], chain.Log.Select(i => i.Descriptor.Name));
        Assert.Empty(chain.ResponseBody);
    }

    private static PluginInstance Instance(string scope, string name = "p", int rank = 0, string[]? protocols = null)
    {
        var config = new PluginConfig
        {
            Id = name + scope,
            Name = name,
            InstanceName = "scope:" + scope,
            RouteId = scope.Contains('r') ? Route.Id : null,
            ServiceId = scope.Contains('s') ? Service.Id : null,
            ConsumerId = scope.Contains('c') ? Consumer.Id : null,
            ConsumerGroupId = scope.Contains('g') ? "g" : scope.Contains('h') ? "h" : null,
            Config = [],
            Protocols = protocols ?? ["http", "https"],
        };
        var descriptor = new PluginDescriptor
        {
            Name = name,
            Priority = 100 - rank,
            Phases = PluginPhases.Access | PluginPhases.Log,
            Config = RecordSchema.Of(),
        };
        return new PluginInstance(config, new NoPlugin(), descriptor, rank);
    }

    private sealed class NoPlugin : Plugin;
}
