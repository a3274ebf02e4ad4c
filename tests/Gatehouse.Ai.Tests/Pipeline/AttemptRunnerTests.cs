using Gatehouse.Ai.Accounting.Ledger;
using Gatehouse.Ai.Canonical;
using Gatehouse.Ai.Compliance;
using Gatehouse.Ai.Pipeline;
using Gatehouse.Ai.Providers.Bedrock;
using Gatehouse.Ai.Selection;
using Gatehouse.Ai.Tests.Selection;
using Xunit;

namespace Gatehouse.Ai.Tests.Pipeline;

/// <summary>Who is asked, in which order, how often, and what is booked, against vendors that do what a test says.</summary>
public partial class AttemptRunnerTests
{
    private readonly RecordingBook _book = new();

    private AttemptRunner Runner => new(_book, () => 0.5, TimeProvider.System);

    private static Deployment Make(string name, ScriptedVendor vendor, int priority = 0, string[]? classes = null)
        => Samples.Deployment(name, TimeProvider.System, priority, transport: vendor, classes: classes is null ? null : DataClasses.BuiltIn.Admitted([.. classes.Select(Class)]));

    private static DataClass Class(string name)
    {
        Assert.True(DataClasses.BuiltIn.TryGet(name, out var found));
        return found;
    }

    private async Task<LiveAttempt> RunAsync(AiCall call, ModelState model, bool isStream = false)
        => await Runner.RunAsync(call, model, Calls.Plan(isStream));

    private async Task<AiError> FailAsync(AiCall call, ModelState model, bool isStream = false)
        => (await Assert.ThrowsAsync<AiException>(() => RunAsync(call, model, isStream))).Error;

    [Fact]
    public async Task First_that_answers_is_taken()
    {
        ScriptedVendor a = ScriptedVendor.Answering("a"), b = ScriptedVendor.Answering("b");
        var model = Calls.Model("m", Make("a", a), Make("b", b, priority: 1));

        using var attempt = await RunAsync(Calls.Call(model), model);

        Assert.Equal(("a", 1, 0), (attempt.Deployment.Name, a.Calls, b.Calls));
    }

    [Theory]
    [InlineData(500)]
    [InlineData(429)]
    [InlineData(503)]
    [InlineData(401)]
    [InlineData(404)]
    public async Task Failure_of_the_vendor_goes_on_to_the_next(int status)
    {
        var model = Calls.Model("m", Make("a", ScriptedVendor.Refusing(status)), Make("b", ScriptedVendor.Answering("b"), priority: 1));
        var call = Calls.Call(model);

        using var attempt = await RunAsync(call, model);

        Assert.Equal("b", attempt.Deployment.Name);
        Assert.Equal(2, call.Attempts);
        Assert.Equal([("a", AttemptOutcome.VendorFailed)], _book.Ended);
    }

    [Fact]
    public async Task What_is_wrong_with_the_request_is_wrong_everywhere()
    {
        var other = ScriptedVendor.Answering("b");
        var model = Calls.Model("m", Make("a", ScriptedVendor.Refusing(400)), Make("b", other, priority: 1));

        var error = await FailAsync(Calls.Call(model), model);

        Assert.Equal((AiErrorKind.InvalidRequest, 400, 0), (error.Kind, error.VendorStatus, other.Calls));
    }

    [Fact]
    public async Task What_cannot_be_said_to_one_deployment_is_said_to_the_next()
    {
        ScriptedVendor a = ScriptedVendor.Answering("a"), b = ScriptedVendor.Answering("b");
        var model = Calls.Model("m", Make("a", a), Make("b", b, priority: 1));
        var call = Calls.Call(model);

        using var attempt = await Runner.RunAsync(call, model, new SpeechlessPlan("a"));

        Assert.Equal(("b", 0, 1), (attempt.Deployment.Name, a.Calls, call.Attempts));
        Assert.All(model.Deployments, d => Assert.Equal(d.Name == "b" ? 1 : 0, d.Health.InFlight));
    }

    [Fact]
    public async Task What_can_be_said_to_nobody_is_told_to_the_client()
    {
        var model = Calls.Model("m", Make("a", ScriptedVendor.Answering("a")));

        var error = (await Assert.ThrowsAsync<AiException>(() => Runner.RunAsync(Calls.Call(model), model, new SpeechlessPlan("a")).AsTask())).Error;

        Assert.Equal(AiErrorKind.Unsupported, error.Kind);
        Assert.Empty(_book.Ended);
    }

    [Fact]
    public async Task Deployment_without_a_credential_is_a_free_failure_and_the_next_answers()
    {
        // Bedrock without a region cannot be signed for.
        var vendor = ScriptedVendor.Answering("a");
        var model = Calls.Model("m", Samples.Deployment("a", TimeProvider.System, transport: vendor, api: new BedrockProvider(TimeProvider.System)), Make("b", ScriptedVendor.Answering("b"), priority: 1));

        using var attempt = await RunAsync(Calls.Call(model), model);

        Assert.Equal(("b", 0), (attempt.Deployment.Name, vendor.Calls));
        Assert.Equal([("a", AttemptOutcome.VendorFailed)], _book.Ended);
    }

    [Fact]
    public async Task Attempts_are_bounded_over_deployments_and_fallbacks()
    {
        ScriptedVendor a = ScriptedVendor.Refusing(500), b = ScriptedVendor.Refusing(500);
        var fallback = Calls.Model("second", Make("b", b));
        var model = Calls.Model("first", ["second"], Make("a", a));
        var call = Calls.Call(model, fallback);

        var error = await FailAsync(call, model);

        Assert.Equal(3, a.Calls + b.Calls);
        Assert.Equal((AiErrorKind.VendorFailed, false), (error.Kind, error.ShouldRetry));
        Assert.Equal(3, _book.Ended.Count);
    }

    [Fact]
    public async Task Fallback_model_answers_when_the_first_has_nobody_left()
    {
        var fallback = Calls.Model("second", Make("b", ScriptedVendor.Answering("b")));
        var model = Calls.Model("first", ["second"], Make("a", ScriptedVendor.Refusing(503)));
        var call = Calls.Call(model, fallback);

        using var attempt = await RunAsync(call, model);

        Assert.Equal(("b", true), (attempt.Deployment.Name, call.IsFallback));
    }

    [Fact]
    public async Task Fallback_that_is_awake_goes_before_a_model_of_which_all_rest()
    {
        ScriptedVendor ill = ScriptedVendor.Answering("ill"), well = ScriptedVendor.Answering("well");
        var fallback = Calls.Model("second", Make("well", well));
        var model = Calls.Model("first", ["second"], Make("ill", ill));
        model.Deployments[0].Health.Failed(TimeSpan.FromMinutes(5));

        using (var attempt = await RunAsync(Calls.Call(model, fallback), model))
        {
            Assert.Equal("well", attempt.Deployment.Name);
        }

        fallback.Deployments[0].Health.Failed(TimeSpan.FromMinutes(5));
        using var last = await RunAsync(Calls.Call(model, fallback), model);
        Assert.Equal("ill", last.Deployment.Name);
    }

    [Theory]
    [InlineData(401, 1)]
    [InlineData(403, 1)]
    [InlineData(404, 1)]
    [InlineData(500, 3)]
    public async Task Vendor_that_would_say_the_same_again_is_asked_once(int status, int calls)
    {
        var vendor = ScriptedVendor.Refusing(status);
        var model = Calls.Model("m", Make("a", vendor));

        await FailAsync(Calls.Call(model), model);

        Assert.Equal(calls, vendor.Calls);
    }

    [Fact]
    public async Task Stream_that_fails_before_its_first_content_falls_back_unseen()
    {
        var model = Calls.Model("m", Make("a", ScriptedVendor.Streaming(": hello\n\n")), Make("b", ScriptedVendor.Streaming(Calls.Stream("b")), priority: 1));

        using var attempt = await RunAsync(Calls.Call(model), model, isStream: true);

        Assert.Equal("b", attempt.Deployment.Name);
        Assert.True(attempt.Meter.HasContent);
    }

    [Fact]
    public async Task Protected_request_reaches_only_who_may_see_it_whatever_fails()
    {
        var publicVendor = ScriptedVendor.Answering("public");
        var fallback = Calls.Model("second", Make("public-2", publicVendor, classes: ["internal"]));
        var model = Calls.Model("first", ["second"], Make("public", publicVendor, classes: ["internal"]), Make("private", ScriptedVendor.Refusing(503), priority: 1));
        var call = Calls.Call(model, fallback);
        call.Clearance = Calls.Protected();

        await FailAsync(call, model);

        Assert.Equal(0, publicVendor.Calls);
    }

    [Fact]
    public async Task Nobody_allowed_is_a_refusal_that_names_the_policy()
    {
        var vendor = ScriptedVendor.Answering("x");
        var model = Calls.Model("m", Make("public", vendor, classes: ["internal"]));
        var call = Calls.Call(model);
        call.Clearance = Calls.Protected();

        var error = await FailAsync(call, model);

        Assert.Equal((AiErrorKind.PolicyRefused, 0), (error.Kind, vendor.Calls));
        Assert.Contains("counts as 'phi'", error.Message, StringComparison.Ordinal);
        Assert.Empty(_book.Ended);
    }

    [Theory]
    [InlineData("{not json")]
    [InlineData("""{"error":{"message":"Incorrect API key provided: sk-1234, org-5678","type":"server_error"}}""")]
    [InlineData("""{"choices":[{"index":-1,"delta":{"content":"x"}}]}""")]
    public async Task Event_that_breaks_a_stream_does_not_pass(string data)
    {
        var model = Calls.Model("m", Make("a", ScriptedVendor.Streaming(Calls.Stream("text").Replace("data: [DONE]", "data: " + data, StringComparison.Ordinal))));
        using var attempt = await RunAsync(Calls.Call(model), model, isStream: true);
        attempt.IsPassed = true;
        attempt.Raw.ResetWrittenCount();
        while (attempt.Meter.Error is null && await AnswerReader.ReadStreamAsync(attempt, Calls.Plan(isStream: true).Request))
        {
        }

        Assert.NotNull(attempt.Meter.Error);
        Assert.Equal(-1, attempt.Raw.WrittenSpan.IndexOf(System.Text.Encoding.UTF8.GetBytes(data)));
    }

    [Fact]
    public async Task Counts_that_cannot_be_are_no_counts()
    {
        var model = Calls.Model("m", Make("a", ScriptedVendor.Answering("x", completionTokens: 99_999_999_999_999_999)));

        using var attempt = await RunAsync(Calls.Call(model), model);

        Assert.True(attempt.Meter.Usage.IsEmpty);
    }

    [Fact]
    public async Task Every_attempt_that_began_ends_exactly_once()
    {
        var model = Calls.Model("m", Make("a", ScriptedVendor.Refusing(500)), Make("b", ScriptedVendor.Answering("b"), priority: 1));

        var attempt = await RunAsync(Calls.Call(model), model);
        attempt.End(AttemptOutcome.Completed);
        attempt.Dispose();

        Assert.Equal([("a", AttemptOutcome.VendorFailed), ("b", AttemptOutcome.Completed)], _book.Ended);
        Assert.Equal(_book.Begun, _book.Ended.Count);
        Assert.All(model.Deployments, d => Assert.Equal(0, d.Health.InFlight));
    }

    [Fact]
    public async Task Refused_budget_asks_nobody()
    {
        var vendor = ScriptedVendor.Answering("x");
        var model = Calls.Model("m", Make("a", vendor), Make("b", vendor, priority: 1));
        _book.Refusal = new AiError(AiErrorKind.BudgetExceeded, "used up");

        var error = await FailAsync(Calls.Call(model), model);

        Assert.Equal((AiErrorKind.BudgetExceeded, 0), (error.Kind, vendor.Calls));
        Assert.All(model.Deployments, d => Assert.Equal(0, d.Health.InFlight));
    }

    [Fact]
    public async Task Client_that_left_is_the_end_of_attempts()
    {
        using var left = new CancellationTokenSource();
        var b = ScriptedVendor.Answering("b");
        var model = Calls.Model("m", Make("a", ScriptedVendor.Silent(left.Cancel)), Make("b", b, priority: 1));

        await FailAsync(Calls.Call(left.Token, model), model);

        Assert.Equal(0, b.Calls);
        Assert.Equal([("a", AttemptOutcome.ClientLeft)], _book.Ended);
    }
}
