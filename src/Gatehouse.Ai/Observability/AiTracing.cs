using System.Diagnostics;
using Gatehouse.Ai.Canonical;
using Gatehouse.Ai.Pipeline;
using Gatehouse.Ai.Selection;

namespace Gatehouse.Ai.Observability;

/// <summary>
/// Spans of the LLM gateway under the name <see cref="GenAiNames.Source"/>: one of the request, one of each attempt below it. Never content. While nobody
/// listens there are none, and they cost nothing.
/// </summary>
/// <remarks>
/// <see cref="Activity.Current"/> flows with the code and would flow into the next request of the same loop: it is put back at once, and parents are
/// given by hand.
/// </remarks>
internal static class AiTracing
{
    private static readonly ActivitySource Source = new(GenAiNames.Source);

    /// <summary>The span of a request; null when nobody listens.</summary>
    public static Activity? Begin(AiCall call, string operation, TraceContext trace)
        => Start($"gateway {operation}", ActivityKind.Server, trace.Remote, operation)?.SetTag("gatehouse.request_id", call.RequestId).SetTag("gatehouse.surface", call.Surface.Name);

    /// <summary>Adds what a request asks for, without its content.</summary>
    public static void Describe(Activity span, string model, ChatRequest? request)
    {
        span.DisplayName = $"{span.DisplayName} {model}";
        span.SetTag(GenAiNames.RequestModel, model);
        if (request is not null)
        {
            span.SetTag(GenAiNames.RequestStream, request.IsStream)
                .SetTag(GenAiNames.RequestMaxTokens, request.MaxOutputTokens)
                .SetTag(GenAiNames.RequestTemperature, request.Temperature)
                .SetTag(GenAiNames.RequestTopP, request.TopP)
                .SetTag(GenAiNames.RequestTopK, request.TopK)
                .SetTag(GenAiNames.RequestSeed, request.Seed)
                .SetTag(GenAiNames.RequestChoices, request.Choices > 1 ? request.Choices : null);
        }
    }

    /// <summary>The span of an attempt; null when nobody listens.</summary>
    public static Activity? BeginAttempt(Activity? parent, TraceContext trace, string operation, Deployment deployment)
    {
        var address = deployment.Provider.Address;
        return Start($"{operation} {deployment.Vendor.Id}", ActivityKind.Client, parent?.Context ?? trace.Remote, operation)?
            .SetTag(GenAiNames.Provider, GenAiNames.ProviderOf(address.Kind))
            .SetTag(GenAiNames.RequestModel, deployment.Vendor.Id)
            .SetTag(GenAiNames.ServerAddress, address.Url.Host)
            .SetTag(GenAiNames.ServerPort, address.Url.Port)
            .SetTag("gatehouse.deployment", deployment.Name);
    }

    /// <summary>Ends the span of an attempt.</summary>
    public static void End(Activity span, AttemptRecord attempt)
    {
        span.SetTag(GenAiNames.ResponseModel, attempt.ResponseModel).SetTag(GenAiNames.FirstChunk, attempt.FirstToken?.TotalSeconds);
        if (attempt.Usage is { } usage)
        {
            span.SetTag(GenAiNames.InputTokens, usage.TotalInput)
                .SetTag(GenAiNames.OutputTokens, usage.TotalOutput)
                .SetTag(GenAiNames.CacheReadTokens, usage.CacheRead)
                .SetTag(GenAiNames.CacheWriteTokens, usage.CacheWrite)
                .SetTag(GenAiNames.ReasoningTokens, usage.Reasoning);
        }

        End(span, attempt.ErrorType);
    }

    /// <summary>Ends a span.</summary>
    /// <param name="span">Which.</param>
    /// <param name="error">A word for the failure, never its text; null = none.</param>
    public static void End(Activity span, string? error)
    {
        if (error is not null)
        {
            span.SetTag(GenAiNames.ErrorType, error).SetStatus(ActivityStatusCode.Error);
        }

        var current = Activity.Current;
        span.Dispose();
        Activity.Current = current;
    }

    private static Activity? Start(string name, ActivityKind kind, ActivityContext parent, string operation)
    {
        if (!Source.HasListeners())
        {
            return null;
        }

        var current = Activity.Current;
        Activity.Current = null;
        var span = Source.StartActivity(name, kind, parent)?.SetTag(GenAiNames.Operation, operation);
        Activity.Current = current;
        return span;
    }
}
