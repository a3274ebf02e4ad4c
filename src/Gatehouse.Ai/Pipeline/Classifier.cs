using System.Text;
using Gatehouse.Ai.Accounting.Prices;
using Gatehouse.Ai.Canonical;
using Gatehouse.Ai.Compliance;
using Gatehouse.Ai.Compliance.Conversations;
using Gatehouse.Ai.Compliance.Redaction;
using Gatehouse.Ai.Compliance.Scanning;
using Gatehouse.Ai.Configuration;
using Gatehouse.Core.Http;

namespace Gatehouse.Ai.Pipeline;

/// <summary>Decides which classes of data a request carries, and what its policy says to that, before anybody is chosen.</summary>
internal sealed class Classifier(Func<TimeSpan, StickyClasses> stickyOf)
{
    // What an image costs at vendors that count tokens by its size: about that of a full-size one.
    private const long TokensPerPart = 1600;

    private static readonly HeaderName DataClassField = new("X-Gatehouse-Data-Class");
    private static readonly HeaderName ConversationField = new("X-Gatehouse-Conversation");

    /// <summary>
    /// Classifies a chat request and clears it; the request that comes back is the one that may go out. Throws <see cref="AiException"/> (PolicyRefused).
    /// </summary>
    /// <param name="call">The call; gets its clearance.</param>
    /// <param name="policy">What may go where.</param>
    /// <param name="request">The request as it was read.</param>
    /// <param name="headers">Header fields of the client.</param>
    /// <param name="declared">Least class of requests here; null = the policy's.</param>
    /// <param name="body">The client's own body; what comes back of it may pass as it is, and is empty where something in it was replaced, or not read.</param>
    public (ChatRequest Request, TokenEstimate Estimate, ReadOnlyMemory<byte> Body) Clear(
        AiCall call, PolicyState policy, ChatRequest request, HeaderMap headers, DataClass? declared, ReadOnlyMemory<byte> body)
    {
        using var scan = policy.Scanner.Begin();
        var seen = policy.Detects && !body.IsEmpty ? new HashSet<string>(StringComparer.Ordinal) : null;
        var visitor = new ScanVisitor(scan, policy.Detects, seen);
        RequestTexts.Visit(request, visitor);
        var sticky = policy.Sticky > TimeSpan.Zero ? stickyOf(policy.Sticky) : null;
        var key = sticky is null ? null : KeyOf(sticky, call, request, headers);
        var redactor = Decide(call, policy, scan, headers, declared, sticky, key);
        bool mayPass = redactor is null && (seen is null || ScannedBody.IsCovered(body.Span, seen));
        return (
            redactor is null ? request : Redact(call, redactor, v => RequestTexts.Visit(request, v)),
            EstimateOf(visitor, request.MaxOutputTokens),
            mayPass ? body : default);
    }

    /// <summary>Classifies an embeddings request and clears it, as a chat request.</summary>
    public static (EmbeddingsRequest Request, TokenEstimate Estimate) Clear(AiCall call, PolicyState policy, EmbeddingsRequest request, HeaderMap headers, DataClass? declared)
    {
        using var scan = policy.Scanner.Begin();
        var visitor = new ScanVisitor(scan, policy.Detects);
        RequestTexts.Visit(request, visitor);
        var redactor = Decide(call, policy, scan, headers, declared, null, null);
        return (redactor is null ? request : Redact(call, redactor, v => RequestTexts.Visit(request, v)), EstimateOf(visitor, 0));
    }

    private static TokenEstimate EstimateOf(ScanVisitor seen, int? maxOutput)
        => TokenEstimate.Of(seen.Characters, maxOutput, seen.NonAscii, seen.Uninspectables * TokensPerPart);

    private static Redactor? Decide(AiCall call, PolicyState policy, Scan scan, HeaderMap headers, DataClass? declared, StickyClasses? sticky, ConversationKey? key)
    {
        scan.Declare(policy.DefaultClass);
        if (declared is not null)
        {
            scan.Declare(declared);
        }

        foreach (var told in Told(call, policy, headers))
        {
            scan.Declare(told);
        }

        if (key is { } conversation)
        {
            scan.Carry(sticky!.Recall(conversation, policy.Compliance));
        }

        var classification = scan.Classify();
        call.Classification = classification;
        if (key is { } known)
        {
            sticky!.Remember(known, classification, policy.Compliance);
        }

        var decision = scan.Decide();
        if (decision.Refusal is { } refusal)
        {
            throw new AiException(AiErrorKind.PolicyRefused, refusal.Message);
        }

        call.Clearance = decision.Clearance;
        return decision.Redactor;
    }

    private static TRequest Redact<TRequest>(AiCall call, Redactor redactor, Func<ITextVisitor, TRequest> visit)
    {
        var request = visit(new RedactVisitor(redactor));
        call.Clearance = redactor.Complete();
        call.Redactor = redactor;
        return request;
    }

    private static IEnumerable<DataClass> Told(AiCall call, PolicyState policy, HeaderMap headers)
    {
        foreach (string name in ClassNames(headers))
        {
            // A class that nobody knows may be a misspelt "phi": the client means protection.
            yield return policy.Compliance.Classes.TryGet(name, out var told) ? told : policy.Compliance.Classes.Highest;
        }

        if (call.ConsumerName is { } consumer && policy.Consumers.TryGetValue(consumer, out var ofConsumer))
        {
            yield return ofConsumer;
        }

        foreach (var group in call.Groups)
        {
            if (policy.Groups.TryGetValue(group.Name, out var ofGroup))
            {
                yield return ofGroup;
            }
        }
    }

    // Every field of the name counts, and every word of it: what a client or a proxy adds must not hide what another declared.
    private static List<string> ClassNames(HeaderMap headers)
    {
        var names = new List<string>();
        foreach (var field in headers.Values(DataClassField))
        {
            names.AddRange(Encoding.UTF8.GetString(field.Value).Split(',', StringSplitOptions.TrimEntries));
        }

        return names;
    }

    private static ConversationKey? KeyOf(StickyClasses sticky, AiCall call, ChatRequest request, HeaderMap headers)
    {
        if (headers.GetString(ConversationField) is { Length: > 0 } named)
        {
            return sticky.KeyOf(call.Tenant, named);
        }

        string system = TextOf(request, MessageRole.System), first = TextOf(request, MessageRole.User);
        return first.Length == 0 ? null : sticky.KeyOf(call.Tenant, system, first);
    }

    private static string TextOf(ChatRequest request, MessageRole role)
        => request.Messages.FirstOrDefault(m => m.Role == role)?.Parts.OfType<TextPart>().FirstOrDefault()?.Text ?? "";
}
