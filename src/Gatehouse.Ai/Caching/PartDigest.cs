using Gatehouse.Ai.Canonical;

namespace Gatehouse.Ai.Caching;

/// <summary>Adds the parts of messages to a digest.</summary>
internal static class PartDigest
{
    /// <summary>Adds a list of parts.</summary>
    public static void Add(DigestWriter hash, IReadOnlyList<Part> parts)
    {
        hash.List(parts.Count);
        foreach (var part in parts)
        {
            Add(hash, part);
        }
    }

    /// <summary>Adds a part; throws <see cref="NotSupportedException"/> for a kind that is not known here, rather than leave something out.</summary>
    public static void Add(DigestWriter hash, Part part)
    {
        hash.Text(part.GetType().Name);
        hash.Member<CacheMark>(part.Cache);
        switch (part)
        {
            case TextPart text:
                hash.Text(text.Text);
                break;
            case RefusalPart refusal:
                hash.Text(refusal.Text);
                break;
            case ReasoningPart reasoning:
                hash.Text(reasoning.Text);
                hash.Text(reasoning.Signature);
                hash.Text(reasoning.Redacted);
                hash.Member(reasoning.Origin);
                hash.Text(reasoning.Id);
                break;
            case ImagePart image:
                Add(hash, image.Source);
                hash.Text(image.Detail);
                break;
            case AudioPart audio:
                Add(hash, audio.Source);
                hash.Text(audio.Format);
                break;
            case FilePart file:
                Add(hash, file.Source);
                hash.Text(file.Name);
                hash.Text(file.Text);
                hash.Text(file.Context);
                hash.Flag(file.WantsCitations);
                break;
            case ToolCallPart call:
                hash.Text(call.Id);
                hash.Text(call.Name);
                hash.Text(call.Arguments);
                break;
            case ToolResultPart result:
                hash.Text(result.CallId);
                hash.Text(result.Name);
                hash.Flag(result.IsError);
                Add(hash, result.Content);
                break;
            case ForeignPart foreign:
                hash.Member<Dialect>(foreign.Dialect);
                hash.Text(foreign.Kind);
                hash.Json(foreign.Value);
                break;
            default:
                throw new NotSupportedException($"{part.GetType().Name} has no digest");
        }
    }

    private static void Add(DigestWriter hash, MediaSource? source)
    {
        hash.List(source is null ? 0 : 1);
        hash.Text(source?.MediaType);
        hash.Text(source?.Base64);
        hash.Text(source?.Url);
        hash.Text(source?.FileId);
    }
}
