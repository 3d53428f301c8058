"""The engine that asks a model over chat completions: OpenAI's, or that of any server that speaks the same protocol.

from evaluations.engines.openai_chat import OpenAIEngine
reading = OpenAIEngine(key="…").read(text)

engine.py puts the steps together. identity.py takes out who the candidate is, requests.py says what is sent, api.py
sends it, replies.py and reports.py say what is made of an answer, words.py finds a model's words in a text, errors.py
names what went wrong. builtin.py holds all that is taken over from the built-in engine. fake.py is a server to try it.
"""

from evaluations.engines.openai_chat.engine import OpenAIEngine

__all__ = ["OpenAIEngine"]
