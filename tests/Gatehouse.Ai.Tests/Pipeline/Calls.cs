using Gatehouse.Ai.Accounting.Budgets;
using Gatehouse.Ai.Accounting.Prices;
using Gatehouse.Ai.Canonical;
using Gatehouse.Ai.Compliance;
using Gatehouse.Ai.Compliance.Scanning;
using Gatehouse.Ai.Configuration;
using Gatehouse.Ai.Pipeline;
using Gatehouse.Ai.Selection;
using Gatehouse.Ai.Surfaces.Own;
using Gatehouse.Ai.Tests.Selection;
using Xunit;

namespace Gatehouse.Ai.Tests.Pipeline;

/// <summary>Requests on their way, for tests.</summary>
internal static class Calls
{
    public static AiCall Call(params ModelState[] models) => Call(CancellationToken.None, models);

    public static AiCall Call(CancellationToken left, params ModelState[] models) => Preferring(null, models, left);

    public static AiCall Preferring(string? preferred, ModelState[] models, CancellationToken left = default) => new()
    {
        RequestId = "r1",
        Surface = new OwnSurface(),
        Directory = new AiDirectory(models, [], [], BudgetPlan.Empty),
        Policy = null,
        StartedAt = 0,
        Time = DateTimeOffset.UnixEpoch,
        ClientLeft = left,
        Preferred = preferred,
        Model = models[0].Name,
        Clearance = Samples.Clearance(),
    };

    public static ModelState Model(string name, params Deployment[] deployments) => Model(name, [], deployments);

    public static ModelState Model(string name, string[] fallbacks, params Deployment[] deployments) => new() { Name = name, Deployments = deployments, Fallbacks = fallbacks };

    public static ChatPlan Plan(bool isStream)
    {
        var request = new ChatRequest
        {
            Model = "m",
            Messages = [new Message(MessageRole.User, [new TextPart("hi")])],
            Format = WireFormat.None,
            IsStream = isStream,
        };
        return new ChatPlan(request, default) { Needs = RequestNeeds.Of(request, 1), Estimate = TokenEstimate.Of(2, null) };
    }

    /// <summary>Leave for a request with health data: only who admits phi may see it.</summary>
    public static Clearance Protected()
    {
        var policy = CompliancePolicy.Build(new CompliancePolicyConfig { Name = "p" }, DataClasses.BuiltIn, [])!;
        using var scan = new TextScanner(policy, TimeProvider.System).Begin();
        scan.Declare(DataClass.Phi);
        return scan.Decide().Clearance!;
    }

    public static string Stream(string text) => $$"""
        data: {"id":"x","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{"role":"assistant","content":""},"finish_reason":null}]}

        data: {"id":"x","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{"content":"{{text}}"},"finish_reason":null}]}

        data: {"id":"x","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}

        data: [DONE]


        """;
}
