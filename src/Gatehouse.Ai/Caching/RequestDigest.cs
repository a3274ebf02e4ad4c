using Gatehouse.Ai.Canonical;
using Gatehouse.Ai.Selection;

namespace Gatehouse.Ai.Caching;

/// <summary>
/// Names an answer by all that it depends on: who asks, under which policy, which model that which deployments stand for, and every property of the
/// request but those that say how the answer is sent.
/// </summary>
/// <remarks>
/// A property that is forgotten here gives one request the answer of another. A test sets each property of the canonical form in turn and sees the digest change;
/// <see cref="ChatRequest.IsStream"/>, <see cref="ChatRequest.WantsUsage"/>, <see cref="ChatRequest.Format"/> and <see cref="ChatRequest.SurfaceState"/> are left
/// out on purpose.
/// </remarks>
internal static class RequestDigest
{
    /// <summary>Changes with what is written here.</summary>
    private const long Version = 1;

    /// <summary>The name, 64 hexadecimal digits.</summary>
    /// <param name="tenant">Whose answers they are.</param>
    /// <param name="policy">Name of the policy; null = none.</param>
    /// <param name="preferred">Who the client wants to be asked first; null = anybody.</param>
    /// <param name="model">The model that is asked.</param>
    /// <param name="request">What is asked.</param>
    public static string Of(string tenant, string? policy, string? preferred, ModelState model, ChatRequest request)
    {
        using var hash = new DigestWriter();
        hash.Number(Version);
        hash.Text(tenant);
        hash.Text(policy);
        hash.Text(preferred);
        hash.Text(model.Name);

        // A model that stands for others from now on is another one.
        hash.List(model.Deployments.Count);
        foreach (var deployment in model.Deployments)
        {
            hash.Text(deployment.Provider.Name);
            hash.Text(deployment.Provider.Address.Url.AbsoluteUri);
            hash.Text(deployment.Vendor.Id);
        }

        Add(hash, request);
        return hash.Complete();
    }

    private static void Add(DigestWriter hash, ChatRequest request)
    {
        hash.Text(request.Model);
        hash.List(request.Messages.Count);
        foreach (var message in request.Messages)
        {
            hash.Member<MessageRole>(message.Role);
            hash.Text(message.Name);
            hash.Flag(message.IsDeveloper);
            PartDigest.Add(hash, message.Parts);
        }

        hash.List(request.Tools.Count);
        foreach (var tool in request.Tools)
        {
            Add(hash, tool);
        }

        hash.List(request.ToolChoice is null ? 0 : 1);
        hash.Member(request.ToolChoice?.Kind);
        hash.Text(request.ToolChoice?.Name);
        hash.Flag(request.ParallelToolCalls);
        AddSampling(hash, request);
        Add(hash, request.ResponseFormat);
        Add(hash, request.Reasoning);
        hash.Text(request.Verbosity);
        hash.Text(request.User);
        hash.List(request.Metadata.Count);
        foreach (var (name, value) in request.Metadata)
        {
            hash.Text(name);
            hash.Text(value);
        }

        hash.Text(request.ServiceTier);
        hash.Text(request.PromptCacheKey);
        hash.Texts(request.Betas);
        hash.List(request.Foreign.Count);
        foreach (var field in request.Foreign)
        {
            hash.Text(field.Path);
            hash.Json(field.Value);
            hash.Flag(field.IsHint);
        }
    }

    private static void AddSampling(DigestWriter hash, ChatRequest request)
    {
        hash.Number(request.MaxOutputTokens);
        hash.Number(request.Temperature);
        hash.Number(request.TopP);
        hash.Number(request.TopK);
        hash.Number(request.MinP);
        hash.Number(request.Seed);
        hash.Number(request.PresencePenalty);
        hash.Number(request.FrequencyPenalty);
        hash.Json(request.LogitBias);
        hash.Texts(request.StopSequences);
        hash.Flag(request.WantsLogprobs);
        hash.Number(request.TopLogprobs);
        hash.Number((long)request.Choices);
    }

    private static void Add(DigestWriter hash, Tool tool)
    {
        hash.Text(tool.Name);
        hash.Text(tool.Description);
        hash.Json(tool.Parameters);
        hash.Flag(tool.IsStrict);
        hash.Member<CacheMark>(tool.Cache);
        hash.List(tool.Foreign is null ? 0 : 1);
        if (tool.Foreign is { } foreign)
        {
            PartDigest.Add(hash, foreign);
        }
    }

    private static void Add(DigestWriter hash, ResponseFormat? format)
    {
        hash.List(format is null ? 0 : 1);
        hash.Member(format?.Kind);
        hash.Text(format?.Name);
        hash.Text(format?.Description);
        hash.Json(format?.Schema ?? default);
        hash.Flag(format?.IsStrict);
    }

    private static void Add(DigestWriter hash, ReasoningWish? wish)
    {
        hash.List(wish is null ? 0 : 1);
        hash.Flag(wish?.IsOn);
        hash.Text(wish?.Effort);
        hash.Number(wish?.BudgetTokens);
        hash.Flag(wish?.IsAdaptive);
        hash.Text(wish?.Summary);
    }
}
