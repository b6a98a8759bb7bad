"""Small projects that several modules use."""

CLEAN_DOCKERFILE = "FROM scratch\nCOPY app /app\nUSER 10001\nENTRYPOINT [\"/app\"]\n"
PLAIN = {"Dockerfile": "FROM scratch\nUSER 10001\n"}
AGENT_COMPOSE = """services:
  agent:
    image: registry.example.org/agent:1.2
    volumes:
      - /var/run/docker.sock:/var/run/docker.sock
"""
AGENT = {"compose.yaml": AGENT_COMPOSE}
