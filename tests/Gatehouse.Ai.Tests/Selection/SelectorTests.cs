using Gatehouse.Ai.Compliance;
using Gatehouse.Ai.Selection;
using Gatehouse.TestKit.Time;
using Xunit;

namespace Gatehouse.Ai.Tests.Selection;

public class SelectorTests
{
    private static readonly RequestNeeds Plain = new() { InputTokens = 10 };

    private readonly FakeClock _clock = new();

    private Deployment Make(string name, int priority = 0, int weight = 100, Capabilities capabilities = (Capabilities)2047, int? window = null, string classes = "internal")
    {
        Assert.True(DataClasses.BuiltIn.TryGet(classes, out var admitted));
        return Samples.Deployment(name, _clock, priority, weight, capabilities, window, DataClasses.BuiltIn.Admitted([admitted]));
    }

    private static string[] Choose(SelectionOrder order, RequestNeeds needs, List<string>? reasons, double random, params Deployment[] deployments)
        => [.. Selector.Choose(Samples.Cleared(deployments), order, needs, d => d.Weight, () => random, reasons).Select(d => d.Name)];

    [Fact]
    public void Priority_goes_before_weight() => Assert.Equal(["b", "a"], Choose(SelectionOrder.Priority, Plain, null, 0.5, Make("a", priority: 1, weight: 1000), Make("b")));

    [Fact]
    public void Cheapest_goes_first() => Assert.Equal(["a", "b"], Choose(SelectionOrder.Cost, Plain, null, 0.5, Make("b", weight: 9), Make("a", weight: 3)));

    [Fact]
    public void Weight_0_is_never_first() => Assert.Equal("b", Choose(SelectionOrder.Weighted, Plain, null, 0.999, Make("a", weight: 0), Make("b", weight: 1))[0]);

    [Fact]
    public void Fastest_goes_first_and_who_was_never_asked_before_it()
    {
        Deployment slow = Make("slow"), fast = Make("fast"), unknown = Make("new");
        slow.Health.Succeeded(TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(5));
        fast.Health.Succeeded(TimeSpan.FromSeconds(0.2), TimeSpan.FromSeconds(1));

        Assert.Equal(["new", "fast", "slow"], Choose(SelectionOrder.Latency, Plain, null, 0.5, slow, fast, unknown));
    }

    [Fact]
    public void Least_busy_counts_calls_for_their_weight()
    {
        Deployment busy = Make("busy"), idle = Make("idle");
        busy.Health.TryBegin(1);

        Assert.Equal(["idle", "busy"], Choose(SelectionOrder.LeastBusy, Plain, null, 0.5, busy, idle));
    }

    [Fact]
    public void Who_cannot_do_what_is_needed_is_left_out_with_the_reason()
    {
        var reasons = new List<string>();

        Assert.Equal(["b"], Choose(SelectionOrder.Priority, Plain with { Capabilities = Capabilities.Vision }, reasons, 0.5, Make("a", capabilities: Capabilities.Tools), Make("b")));
        Assert.Equal(["a: cannot do vision"], reasons);
    }

    [Fact]
    public void Request_beyond_the_context_window_goes_to_a_larger_one()
        => Assert.Equal(["large"], Choose(SelectionOrder.Priority, Plain with { InputTokens = 5000 }, null, 0.5, Make("small", window: 4096), Make("large", window: 8192)));

    [Fact]
    public void Resting_deployment_is_passed_over_while_another_is_awake()
    {
        Deployment ill = Make("ill"), well = Make("well", priority: 1);
        ill.Health.Failed(TimeSpan.FromSeconds(5));

        Assert.Equal(["well"], Choose(SelectionOrder.Priority, Plain, null, 0.5, ill, well));
    }

    [Fact]
    public void When_all_rest_the_first_to_be_back_is_asked()
    {
        Deployment longer = Make("longer"), shorter = Make("shorter");
        longer.Health.Failed(TimeSpan.FromSeconds(50));
        shorter.Health.Failed(TimeSpan.FromSeconds(5));

        Assert.Equal(["shorter", "longer"], Choose(SelectionOrder.Priority, Plain, null, 0.5, longer, shorter));
    }

    [Fact]
    public void Weights_hold_over_many_draws()
    {
        var random = new Random(1);
        Deployment a = Make("a", weight: 75), b = Make("b", weight: 25);
        int first = Enumerable.Range(0, 10_000).Count(_ => Selector.Choose(Samples.Cleared(a, b), SelectionOrder.Weighted, Plain, _ => 1, random.NextDouble, null)[0] == a);

        Assert.InRange(first, 7_300, 7_700);
    }
}
