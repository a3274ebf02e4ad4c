using Gatehouse.Ai.Accounting.Budgets;
using Gatehouse.Ai.Accounting.Ledger;
using Gatehouse.Ai.Caching;
using Gatehouse.Ai.Canonical;
using Gatehouse.Ai.Configuration;
using Gatehouse.Ai.Pipeline;
using Gatehouse.Ai.Selection;
using Gatehouse.Ai.Surfaces.Own;
using Gatehouse.Ai.Tests.Pipeline;
using Gatehouse.Ai.Tests.Selection;
using Gatehouse.TestKit.Time;
using Xunit;

namespace Gatehouse.Ai.Tests.Caching;

/// <summary>Who gets which answer again.</summary>
public class ResponseCacheTests
{
    private static readonly ChatRequest Request = new() { Model = "m", Format = WireFormat.None, Messages = [new Message(MessageRole.User, [new TextPart("hi")])] };

    private static readonly ChatAnswer Answer = new() { Choices = [new ChatChoice(0, [new TextPart("hello")], FinishReason.Stop)], Usage = new TokenUsage { Input = 3, Output = 1 } };

    private readonly FakeClock _clock = new();
    private readonly RecordingBook _book = new();
    private readonly ResponseCache _cache;
    private readonly ModelState _model;

    public ResponseCacheTests()
    {
        _cache = new ResponseCache(() => null, new MemoryAnswerCache(_clock), _book, _clock);
        _model = Model("a");
    }

    private ModelState Model(string deployment, TimeSpan? lifetime = null)
        => new() { Name = "m", Deployments = [Samples.Deployment(deployment, _clock)], CacheLifetime = lifetime ?? TimeSpan.FromMinutes(1) };

    private AiCall Call(string? consumer = "c1") => new()
    {
        RequestId = "r",
        Surface = new OwnSurface(),
        Directory = new AiDirectory([_model], [], [], BudgetPlan.Empty),
        Policy = null,
        StartedAt = 0,
        Time = _clock.GetUtcNow(),
        ConsumerId = consumer,
        Clearance = Samples.Clearance(),
    };

    private async Task<ChatAnswer?> AskAsync(AiCall call, string? wish = null, ModelState? model = null, ChatRequest? request = null)
        => _cache.Open(call, model ?? _model, request ?? Request, CacheWishTests.Headers(wish)) is { } slot ? await _cache.FindAsync(slot, call, model ?? _model, isStream: false) : null;

    private void Keep(string? consumer = "c1", Action<AiCall>? change = null, string? wish = null, ModelState? model = null)
    {
        var call = Call(consumer);
        call.Deployment = _model.Deployments[0];
        change?.Invoke(call);
        _cache.Open(call, model ?? _model, Request, CacheWishTests.Headers(wish))?.Store(call, Answer);
    }

    [Fact]
    public async Task Equal_request_of_the_same_tenant_gets_the_answer_and_an_entry_without_cost()
    {
        Keep();
        _clock.Advance(TimeSpan.FromSeconds(30));
        var call = Call();
        var answer = await AskAsync(call, request: Request with { IsStream = true, Format = WireFormat.OpenAiChat });

        Assert.Equal("hello", Assert.IsType<TextPart>(answer!.Choices[0].Parts[0]).Text);
        Assert.Equal(("HIT", TimeSpan.FromSeconds(30), true, "a"), (call.CacheResult, call.CacheAge, call.IsCacheHit, call.Deployment!.Name));
        Assert.Equal([("a", AttemptOutcome.Cached)], _book.Ended);
        Assert.Equal(0, _book.Begun);
    }

    [Fact]
    public async Task Other_tenant_other_request_or_later_gets_none()
    {
        Keep();
        var call = Call("c2");
        Assert.Null(await AskAsync(call));
        Assert.Equal(("MISS", false), (call.CacheResult, call.IsCacheHit));
        Assert.Null(await AskAsync(Call(consumer: null)));
        Assert.Null(await AskAsync(Call(), request: Request with { Temperature = 0 }));
        Assert.NotNull(await AskAsync(Call()));
        _clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Null(await AskAsync(Call()));
    }

    [Fact]
    public async Task Protected_request_is_neither_kept_nor_answered()
    {
        Keep(change: c => c.Clearance = Pipeline.Calls.Protected());
        Assert.Null(await AskAsync(Call()));

        Keep();
        var call = Call();
        call.Clearance = Pipeline.Calls.Protected();
        Assert.Null(_cache.Open(call, _model, Request, CacheWishTests.Headers("use")));
    }

    [Fact]
    public async Task Answer_of_a_fallback_is_not_kept()
    {
        Keep(change: c => c.IsFallback = true);

        Assert.Null(await AskAsync(Call()));
    }

    [Fact]
    public async Task Model_that_stands_for_other_deployments_has_no_answers_yet()
    {
        Keep();

        Assert.Null(await AskAsync(Call(), model: Model("b")));
    }

    [Fact]
    public async Task Client_chooses_for_itself()
    {
        Keep();
        Assert.Null(await AskAsync(Call(), "refresh"));
        Assert.Null(await AskAsync(Call(), "bypass"));
        Assert.NotNull(await AskAsync(Call(), "use"));

        var off = new ModelState { Name = "off", Deployments = _model.Deployments };
        Assert.Null(_cache.Open(Call(), off, Request, CacheWishTests.Headers(null)));
        Keep(wish: "use", model: off);
        Assert.NotNull(await AskAsync(Call(), "use", off));
        Assert.Null(await AskAsync(Call(), null, off));
    }

    [Fact]
    public void Stream_is_collected_up_to_a_bound_and_only_when_it_is_whole()
    {
        ChatEvent[] whole = [.. AnswerReplay.Events(Answer)];
        Assert.NotNull(Collect(1_000, whole));
        Assert.Null(Collect(1_000, whole[..^1]));
        Assert.Null(Collect(100, [.. whole[..^1], new TextDelta(new string('x', 100)), whole[^1]]));
        Assert.Null(Collect(1_000, [.. whole[..^1], new AnswerFailed(new AiError(AiErrorKind.VendorFailed, "x"))]));

        static ChatAnswer? Collect(int most, ChatEvent[] events)
        {
            var keeper = new AnswerKeeper(most);
            keeper.Add(events);
            return keeper.Complete();
        }
    }
}
