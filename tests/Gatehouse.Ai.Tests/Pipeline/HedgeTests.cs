using Gatehouse.Ai.Accounting.Ledger;
using Gatehouse.Ai.Canonical;
using Gatehouse.Ai.Compliance;
using Gatehouse.Ai.Pipeline;
using Gatehouse.Ai.Selection;
using Gatehouse.Ai.Tests.Selection;
using Gatehouse.Ai.Transport;
using Gatehouse.TestKit.Waiting;
using Xunit;

namespace Gatehouse.Ai.Tests.Pipeline;

/// <summary>A second deployment is asked when the first is slow.</summary>
public sealed class HedgeTests : IDisposable
{
    private readonly RecordingBook _book = new();
    private readonly HeldVendor _a = new(), _b = new();

    public void Dispose()
    {
        _a.Dispose();
        _b.Dispose();
    }

    private static ModelState Model(TimeSpan after, params Deployment[] deployments) => new() { Name = "m", Deployments = deployments, HedgeAfter = after };

    private ModelState Model(params Deployment[] more) => Model(TimeSpan.FromMilliseconds(1), [Make("a", _a, 0), Make("b", _b, 1), .. more]);

    private static Deployment Make(string name, IVendorTransport vendor, int priority, DataClassSet? classes = null)
        => Samples.Deployment(name, TimeProvider.System, priority, transport: vendor, classes: classes);

    private Task<LiveAttempt> RunAsync(AiCall call, ModelState model, bool isStream = false)
        => new AttemptRunner(_book, () => 0.5, TimeProvider.System).RunAsync(call, model, Calls.Plan(isStream)).AsTask();

    private Task BothAskedAsync() => Eventually.TrueAsync(() => _a.Calls == 1 && _b.Calls == 1, "both are asked");

    [Fact]
    public async Task Second_that_answers_first_wins_and_the_first_is_stopped_and_settled()
    {
        var model = Model();
        var call = Calls.Call(model);
        var running = RunAsync(call, model);
        await BothAskedAsync();
        _b.Answer("from b");
        using var attempt = await running;

        Assert.Equal(("b", "b", 2), (attempt.Deployment.Name, call.Deployment!.Name, call.Attempts));
        Assert.True(_a.IsCancelled);
        Assert.Equal([("a", AttemptOutcome.ClientLeft)], _book.Ended);
        Assert.Equal((0, 0), (model.Deployments[0].Health.InFlight, model.Deployments[0].Health.Failures));
        Assert.Contains("a: another was faster", call.Reasons);
    }

    [Fact]
    public async Task First_that_answers_after_all_wins()
    {
        var model = Model();
        var running = RunAsync(Calls.Call(model), model);
        await BothAskedAsync();
        _a.Answer("from a");
        using var attempt = await running;

        Assert.Equal("a", attempt.Deployment.Name);
        Assert.True(_b.IsCancelled);
        Assert.Equal([("b", AttemptOutcome.ClientLeft)], _book.Ended);
        Assert.Equal(2, _book.Begun);
    }

    [Fact]
    public async Task Fast_first_is_the_only_one()
    {
        var model = Model(TimeSpan.FromHours(1), Make("a", _a, 0), Make("b", _b, 1));
        _a.Answer("from a");
        using var attempt = await RunAsync(Calls.Call(model), model);

        Assert.Equal(("a", 0, 1), (attempt.Deployment.Name, _b.Calls, _book.Begun));
    }

    [Fact]
    public async Task First_that_fails_leaves_it_to_the_second()
    {
        var model = Model();
        var running = RunAsync(Calls.Call(model), model);
        await BothAskedAsync();
        _a.Refuse(500);
        await Eventually.TrueAsync(() => _book.Ended.Count == 1, "the first is settled");
        _b.Answer("from b");
        using var attempt = await running;

        Assert.Equal("b", attempt.Deployment.Name);
        Assert.Equal([("a", AttemptOutcome.VendorFailed)], _book.Ended);
    }

    [Fact]
    public async Task Both_that_fail_leave_it_to_the_third()
    {
        var model = Model(Make("c", ScriptedVendor.Answering("c"), 2));
        var call = Calls.Call(model);
        var running = RunAsync(call, model);
        await BothAskedAsync();
        _a.Refuse(500);
        _b.Refuse(503);
        using var attempt = await running;

        Assert.Equal(("c", 3), (attempt.Deployment.Name, call.Attempts));
        Assert.Equal((1, 1), (_a.Calls, _b.Calls));
    }

    [Fact]
    public async Task Protected_request_is_hedged_only_among_who_may_see_it()
    {
        var third = new HeldVendor();
        var model = Model(
            TimeSpan.FromMilliseconds(1), Make("private", _a, 0), Make("public", _b, 1, DataClasses.BuiltIn.Admitted([DataClass.Internal])), Make("private-2", third, 2));
        var call = Calls.Call(model);
        call.Clearance = Calls.Protected();
        var running = RunAsync(call, model);
        await Eventually.TrueAsync(() => third.Calls == 1, "the other private one is asked");
        third.Answer("x");
        using var attempt = await running;

        Assert.Equal(0, _b.Calls);
    }

    [Fact]
    public async Task Budget_without_room_for_a_second_leaves_the_first_alone()
    {
        var first = new HeldVendor(() => _book.Refusal = new AiError(AiErrorKind.BudgetExceeded, "used up"));
        var model = Model(TimeSpan.FromMilliseconds(1), Make("a", first, 0), Make("b", _b, 1));
        var call = Calls.Call(model);
        var running = RunAsync(call, model);
        await Eventually.TrueAsync(() => call.Attempts == 2, "the second was tried");
        first.Answer("from a");
        using var attempt = await running;

        Assert.Equal(("a", 0), (attempt.Deployment.Name, _b.Calls));
        Assert.Equal(0, model.Deployments[1].Health.InFlight);
    }

    [Fact]
    public async Task Stream_is_not_hedged()
    {
        var model = Model(TimeSpan.Zero, Make("a", _a, 0), Make("b", _b, 1));
        var running = RunAsync(Calls.Call(model), model, isStream: true);
        _a.Refuse(400);

        await Assert.ThrowsAsync<AiException>(() => running);
        Assert.Equal(0, _b.Calls);
    }
}
