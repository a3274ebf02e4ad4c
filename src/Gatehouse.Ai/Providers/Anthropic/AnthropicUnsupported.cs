using System.Text.Json;
using Gatehouse.Ai.Canonical;

namespace Gatehouse.Ai.Providers.Anthropic;

/// <summary>Reports what Anthropic has no word for. Fields are named as OpenAI names them: its dialect is the one that has them.</summary>
internal static class AnthropicUnsupported
{
    public static void Report(ChatRequest request, EncodeNotes notes)
    {
        const string None = "the provider has no such setting";
        Refuse(request.Choices > 1, "n", "the provider gives one answer per request");
        Refuse(request.WantsLogprobs || request.TopLogprobs is not null, "logprobs", "the provider gives no log probabilities");
        Refuse(request.Seed is not null, "seed", None);
        Refuse(request.PresencePenalty is not null and not 0, "presence_penalty", None);
        Refuse(request.FrequencyPenalty is not null and not 0, "frequency_penalty", None);
        Refuse(request.LogitBias.ValueKind == JsonValueKind.Object && request.LogitBias.EnumerateObject().Any(), "logit_bias", None);
        Refuse(request.MinP is not null and not 0, "min_p", None);
        Refuse(request.Verbosity is not null and not "medium", "verbosity", None);
        if (request.Metadata.Count > 0)
        {
            notes.Changed("metadata", "left out, the provider keeps none");
        }

        if (request.PromptCacheKey is not null)
        {
            notes.Changed("prompt_cache_key", "left out, the provider marks its cache inside the messages");
        }

        if (request.Messages.Any(m => m.Parts.Any(p => p is ImagePart { Detail: not (null or "auto") })))
        {
            notes.Changed("image_url.detail", "left out, the provider chooses the resolution");
        }

        void Refuse(bool isAsked, string field, string reason)
        {
            if (isAsked)
            {
                notes.Unsupported(field, reason);
            }
        }
    }
}
